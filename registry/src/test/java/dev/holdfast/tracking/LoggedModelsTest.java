package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HoldfastTest
class LoggedModelsTest {
    @Autowired
    LoggedModels models;

    @Autowired
    LoggedModelStore store;

    @Autowired
    LoggedModelFigures figures;

    @Autowired
    LoggedModelRemoval removal;

    @Autowired
    Experiments experiments;

    @Autowired
    RunSearch search;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SettableClock clock;

    private long experiment;

    @BeforeEach
    void begin() {
        experiment = experiments.create(UUID.randomUUID().toString(), null, List.of(), Actor.SYSTEM);
    }

    @Test
    void keepsWhatItIsMadeWith() {
        List<KeyValue> params = List.of(new KeyValue("lr", "0.1"), new KeyValue("odd ü/%", "it's \"x\" 😀"));
        LoggedModel made = models.create(
                new NewLoggedModel(experiment, "fraud 1", "agent", "r", params, List.of(new KeyValue("team", "risk"))),
                Actor.SYSTEM);
        assertThat(made.modelId()).matches("m-[0-9a-f]{32}");
        assertThat(made.status()).isEqualTo(LoggedModelStatus.PENDING);
        assertThat(made.name()).isEqualTo("fraud 1");
        assertThat(made.modelType()).isEqualTo("agent");
        assertThat(made.sourceRunId()).isEqualTo("r");
        assertThat(made.artifactUri())
                .isEqualTo("mlflow-artifacts:/" + experiment + "/models/" + made.modelId() + "/artifacts");
        assertThat(made.params()).containsExactlyInAnyOrderEntriesOf(Map.of("lr", "0.1", "odd ü/%", "it's \"x\" 😀"));
        assertThat(made.tags()).containsExactly(Map.entry("team", "risk"));
        assertThat(made.createdAtMs()).isEqualTo(clock.millis()).isEqualTo(made.updatedAtMs());
        assertThat(store.location(made.modelId())).isEqualTo(made.artifactUri());
        assertThat(make(null).name()).matches("[a-z]+-[a-z]+-[0-9]+");
    }

    @Test
    void changesAsItIsTold() {
        String id = make("m").modelId();
        clock.advance(Duration.ofSeconds(1));
        LoggedModel ready = models.finish(id, LoggedModelStatus.READY);
        assertThat(ready.status()).isEqualTo(LoggedModelStatus.READY);
        assertThat(ready.updatedAtMs()).isEqualTo(ready.createdAtMs() + 1000);
        models.setTags(id, List.of(new KeyValue("a", "1"), new KeyValue("a", "2"), new KeyValue("b", "3")));
        models.setTags(id, List.of(new KeyValue("b", "4")));
        assertThat(models.get(id).tags()).containsExactly(Map.entry("a", "2"), Map.entry("b", "4"));
        models.deleteTag(id, "a");
        assertThatThrownBy(() -> models.deleteTag(id, "a")).hasMessageContaining("No tag with key 'a' found");
        models.logParams(id, List.of(new KeyValue("p", "1")));
        models.logParams(id, List.of(new KeyValue("p", "1"), new KeyValue("q", "2")));
        assertThatThrownBy(() -> models.logParams(id, List.of(new KeyValue("r", "1"), new KeyValue("p", "2"))))
                .hasMessageContaining("Changing param values is not allowed. Param with key='p'");
        assertThat(models.get(id).params()).containsExactly(Map.entry("p", "1"), Map.entry("q", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a:b", "a.b", "a%b", "a\"b", "a'b"})
    void refusesNames(String name) {
        String quote = name.contains("'") ? "\"" : "'";
        assertThatThrownBy(() -> make(name))
                .hasMessageStartingWith("Invalid model name (" + quote + name + quote + ") provided.");
    }

    @Test
    void refusesWhatDoesNotExistOrIsDeleted() {
        String id = make("m").modelId();
        models.delete(id, Actor.SYSTEM);
        for (String each : List.of(id, "m-none", "no\0thing")) {
            assertThatThrownBy(() -> models.get(each))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.NOT_FOUND))
                    .hasMessage("Logged model with ID '" + each + "' not found.");
        }
        assertThatThrownBy(() -> models.setTags("m-none", List.of())).hasMessageContaining("not found");
        assertThatThrownBy(() -> store.location(id)).hasMessageContaining("not found");
        experiments.delete(experiment, Actor.SYSTEM);
        assertThatThrownBy(() -> make("late")).hasMessageContaining("must be in the 'active' state");
        assertThatThrownBy(() -> models.create(
                        new NewLoggedModel(999_999_999L, "x", null, null, List.of(), List.of()), Actor.SYSTEM))
                .hasMessageContaining("No Experiment with id=999999999 exists");
    }

    @Test
    void keepsEveryFigureOnce() {
        SearchedRuns.Seed run = new SearchedRuns(jdbc, search).run("measures");
        MeasuredModels.RunKey key = new MeasuredModels.RunKey(row(run), experiment);
        String id = make("m").modelId();
        MetricPoint plain = point("acc", 0.5, id, null);
        figures.measured(
                key, List.of(plain, plain, new MetricPoint("acc", 0.1, 1, 0, null), point("acc", Double.NaN, id, "d")));
        figures.measured(key, List.of(plain));
        assertThat(models.get(id).metrics())
                .containsExactly(
                        new LoggedModel.Figure("acc", 0.5, 1, 0, run.hex(), null, null),
                        new LoggedModel.Figure("acc", Double.NaN, 1, 0, run.hex(), "d", null));
        assertThatThrownBy(() -> figures.measured(key, List.of(point("acc", 1, "m-none", null))))
                .hasMessage("Logged model with ID 'm-none' not found.");
    }

    @Test
    void goesAlongWithItsRunAndIsRemovedForGood() {
        SearchedRuns.Seed run = new SearchedRuns(jdbc, search).run("makes");
        LoggedModel made =
                models.create(new NewLoggedModel(experiment, "m", null, run.hex(), List.of(), List.of()), Actor.SYSTEM);
        LoggedModel other = make("other");
        long elsewhere = experiments.create(UUID.randomUUID().toString(), null, List.of(), Actor.SYSTEM);
        removal.moved(new MeasuredModels.RunKey(row(run), experiment), elsewhere);
        assertThat(models.get(made.modelId()).experiment()).isEqualTo(elsewhere);
        assertThat(models.get(other.modelId()).experiment()).isEqualTo(experiment);

        models.delete(made.modelId(), Actor.SYSTEM);
        removal.purgeDeleted(clock.millis() - 1);
        assertThat(store.find(made.modelId())).isPresent();
        assertThat(removal.purgeDeleted(clock.millis())).isPositive();
        assertThat(store.find(made.modelId())).isEmpty();
        removal.purged(experiment);
        assertThat(store.find(other.modelId())).isEmpty();
    }

    private LoggedModel make(@Nullable String name) {
        return models.create(new NewLoggedModel(experiment, name, null, null, List.of(), List.of()), Actor.SYSTEM);
    }

    private long row(SearchedRuns.Seed run) {
        return jdbc.sql("SELECT id FROM tracking.run WHERE run_id = :id")
                .param("id", run.runId)
                .query(Long.class)
                .single();
    }

    private static MetricPoint point(String key, double value, String model, @Nullable String dataset) {
        return new MetricPoint(key, value, 1, 0, new MetricPoint.MeasuredModel(model, dataset, null));
    }
}
