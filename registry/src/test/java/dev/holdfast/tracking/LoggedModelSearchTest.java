package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HoldfastTest
class LoggedModelSearchTest {
    @Autowired
    LoggedModels models;

    @Autowired
    LoggedModelSearch search;

    @Autowired
    Experiments experiments;

    @Autowired
    LoggedModelFigures figures;

    @Autowired
    RunSearch runSearch;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SettableClock clock;

    private long experiment;
    private SearchedRuns runs;

    @BeforeEach
    void begin() {
        experiment = experiments.create(UUID.randomUUID().toString(), null, List.of(), Actor.SYSTEM);
        runs = new SearchedRuns(jdbc, runSearch);
    }

    @Test
    void comparesAttributesParamsAndTags() {
        LoggedModel a = make("a", List.of(new KeyValue("lr", "0.01")), List.of(new KeyValue("team", "risk")));
        LoggedModel b = make("b", List.of(new KeyValue("lr", "0.1")), List.of());
        models.finish(b.modelId(), LoggedModelStatus.READY);
        assertThat(find("name = 'a'")).containsExactly("a");
        assertThat(find("attributes.name ILIKE 'A'")).containsExactly("a");
        assertThat(find("name IN ('a', 'z')")).containsExactly("a");
        assertThat(find("model_id = '" + b.modelId() + "'")).containsExactly("b");
        assertThat(find("model_type = 'agent'")).containsExactly("b", "a");
        assertThat(find("status = 'READY'")).containsExactly("b");
        assertThat(find("status = 'PENDING'")).containsExactly("a");
        assertThat(find("creation_timestamp > " + a.createdAtMs())).containsExactly("b");
        assertThat(find("creation_time = " + a.createdAtMs() + " AND last_updated_timestamp >= 0"))
                .containsExactly("a");
        assertThat(find("params.lr = 0.01")).containsExactly("a");
        assertThat(find("params.lr = '0.01' OR params.lr = '0.1'")).containsExactly("b", "a");
        assertThat(find("tags.team NOT IN ('fraud')")).containsExactly("a");
        assertThat(find("tags.team = '; DROP TABLE tracking.run'")).isEmpty();
    }

    @Test
    void comparesFiguresAndTheirDatasets() {
        RunRow run = run();
        LoggedModel a = make("a", List.of(), List.of());
        LoggedModel b = make("b", List.of(), List.of());
        make("none", List.of(), List.of());
        measured(run, point(a, "acc", 0.5, 1, "train", "d1"), point(a, "acc", 0.9, 2, "test", "d2"));
        measured(run, point(b, "acc", 0.7, 1, "train", "d9"), point(b, "nan", Double.NaN, 1, null, null));
        assertThat(find("metrics.acc > 0.6")).containsExactly("b", "a");
        assertThat(find("metrics.acc > 0.8")).containsExactly("a");
        assertThat(find("metrics.nan > 0")).isEmpty();
        assertThat(find("metrics.acc > 0.6", dataset("train", null))).containsExactly("b");
        assertThat(find("metrics.acc >= 0.5", dataset("train", "d1"))).containsExactly("a");
        assertThat(find(null, dataset("train", null))).containsExactly("b", "a");
        assertThat(find(null, dataset("test", null), dataset("train", "d9"))).containsExactly("b", "a");
        assertThat(find("name = 'b'", dataset("test", null))).isEmpty();
    }

    @Test
    void ordersByAttributesAndLatestFigures() {
        RunRow run = run();
        LoggedModel a = make("a", List.of(), List.of());
        LoggedModel b = make("b", List.of(), List.of());
        LoggedModel c = make("c", List.of(), List.of());
        make("d", List.of(), List.of());
        measured(run, point(a, "acc", 0.9, 1, "test", "x"), point(a, "acc", 0.1, 5, "train", "y"));
        measured(run, point(b, "acc", 0.5, 1, "test", "x"), point(c, "acc", Double.NaN, 1, "test", "z"));
        assertThat(ordered(order("name", true, null))).containsExactly("a", "b", "c", "d");
        assertThat(ordered(order("creation_time", true, null))).containsExactly("a", "b", "c", "d");
        assertThat(ordered()).containsExactly("d", "c", "b", "a");
        assertThat(ordered(order("metrics.acc", true, null))).containsExactly("a", "b", "c", "d");
        assertThat(ordered(order("metrics.acc", false, null))).containsExactly("b", "a", "c", "d");
        assertThat(ordered(order("metrics.acc", false, dataset("test", null)))).containsExactly("a", "b", "c", "d");
        assertThat(ordered(order("metrics.acc", true, dataset("test", "x")))).containsExactly("b", "a", "d", "c");
        assertThatThrownBy(() -> ordered(order("params.a", true, null)))
                .hasMessageStartingWith("Invalid order by field name: params.a");
        assertThatThrownBy(() -> ordered(order("nonsense", true, null)))
                .hasMessageStartingWith("Invalid order by field name: nonsense");
    }

    @Test
    void goesOnPageAfterPageOfTheSameSearchOnly() {
        for (int i = 0; i < 5; i++) {
            make("m" + i, List.of(), List.of());
        }
        List<LoggedModelSearchRequest.Order> byMetric = List.of(order("metrics.none", true, null));
        LoggedModelPage first = page(null, byMetric, 2, null);
        assertThat(names(first)).containsExactly("m4", "m3");
        LoggedModelPage second = page(null, byMetric, 2, first.nextPageToken());
        assertThat(names(second)).containsExactly("m2", "m1");
        assertThat(names(page(null, byMetric, 2, second.nextPageToken()))).containsExactly("m0");
        assertThat(page(null, byMetric, 2, second.nextPageToken()).nextPageToken())
                .isNull();
        String token = first.nextPageToken();
        assertThatThrownBy(() -> page("name = 'x'", byMetric, 2, token))
                .hasMessageStartingWith("Filter string in the page token does not match");
        assertThatThrownBy(() -> page(null, List.of(), 2, token))
                .hasMessageStartingWith("Order by in the page token does not match");
        assertThatThrownBy(() -> search.search(
                        new LoggedModelSearchRequest(List.of(experiment, 0L), null, List.of(), byMetric, 2, token)))
                .hasMessageStartingWith("Experiment IDs in the page token do not match");
        assertThatThrownBy(() -> page(null, byMetric, 2, "nonsense")).hasMessageStartingWith("Invalid page token");
        assertThatThrownBy(() -> page(null, byMetric, 0, null)).hasMessageContaining("max_results");
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> find("tag.a = 1 XOR")).hasMessageStartingWith("Invalid filter string: ");
        assertThatThrownBy(() -> find("dataset.name = 'a'")).hasMessageStartingWith("Invalid entity type: 'dataset'");
        assertThatThrownBy(() -> find("name > 'a'"))
                .hasMessageStartingWith("Invalid comparison operator for attributes.name: '>'. Expected one of ('='");
        assertThatThrownBy(() -> find("metrics.a LIKE 1"))
                .hasMessageStartingWith("Invalid comparison operator for metrics.a: 'LIKE'");
    }

    @Test
    void leavesOutWhatIsDeletedOrElsewhere() {
        models.delete(make("gone", List.of(), List.of()).modelId(), Actor.SYSTEM);
        make("here", List.of(), List.of());
        experiment = experiments.create(UUID.randomUUID().toString(), null, List.of(), Actor.SYSTEM);
        assertThat(find(null)).isEmpty();
    }

    private LoggedModel make(String name, List<KeyValue> params, List<KeyValue> tags) {
        clock.advance(Duration.ofSeconds(1));
        return models.create(new NewLoggedModel(experiment, name, "agent", null, params, tags), Actor.SYSTEM);
    }

    private RunRow run() {
        String hex = runs.run("measures").hex();
        long id = jdbc.sql("SELECT id FROM tracking.run WHERE run_id = :id")
                .param("id", Checks.run(hex))
                .query(Long.class)
                .single();
        return new RunRow(id);
    }

    private void measured(RunRow run, MetricPoint... points) {
        figures.measured(new MeasuredModels.RunKey(run.id(), experiment), List.of(points));
    }

    private static MetricPoint point(
            LoggedModel model,
            String key,
            double value,
            long timestamp,
            @Nullable String dataset,
            @Nullable String digest) {
        return new MetricPoint(
                key, value, timestamp, 0, new MetricPoint.MeasuredModel(model.modelId(), dataset, digest));
    }

    private List<String> find(@Nullable String filter, LoggedModelSearchRequest.Dataset... datasets) {
        return names(search.search(
                new LoggedModelSearchRequest(List.of(experiment), filter, List.of(datasets), List.of(), 100, null)));
    }

    private List<String> ordered(LoggedModelSearchRequest.Order... order) {
        List<String> all = new ArrayList<>();
        String token = null;
        do {
            LoggedModelPage page = page(null, List.of(order), 1, token);
            all.addAll(names(page));
            token = page.nextPageToken();
        } while (token != null);
        return all;
    }

    private LoggedModelPage page(
            @Nullable String filter, List<LoggedModelSearchRequest.Order> order, int size, @Nullable String token) {
        return search.search(new LoggedModelSearchRequest(List.of(experiment), filter, List.of(), order, size, token));
    }

    private static List<String> names(LoggedModelPage page) {
        return page.models().stream().map(LoggedModel::name).toList();
    }

    private static LoggedModelSearchRequest.Dataset dataset(String name, @Nullable String digest) {
        return new LoggedModelSearchRequest.Dataset(name, digest);
    }

    private static LoggedModelSearchRequest.Order order(
            String field, boolean ascending, LoggedModelSearchRequest.@Nullable Dataset dataset) {
        return new LoggedModelSearchRequest.Order(field, ascending, dataset);
    }

    private record RunRow(long id) {}
}
