package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.search.PageToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HoldfastTest
class RunSearchTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    RunSearch search;

    private SearchedRuns runs;

    @BeforeEach
    void begin() {
        runs = new SearchedRuns(jdbc, search);
    }

    @Test
    void comparesMetrics() {
        runs.run("low").metric("acc", 0.5).metric("loss", 2);
        runs.run("high").metric("acc", 0.9);
        runs.run("nan").metric("acc", Double.NaN);
        runs.run("none").metric("other", 0.9);
        assertThat(runs.find("metrics.acc > 0.5")).containsExactly("high");
        assertThat(runs.find("metrics.acc >= 0.5")).containsExactlyInAnyOrder("low", "high");
        assertThat(runs.find("metrics.acc < 1")).containsExactlyInAnyOrder("low", "high");
        assertThat(runs.find("metrics.acc <= 0.5")).containsExactly("low");
        assertThat(runs.find("metrics.acc = 0.9")).containsExactly("high");
        assertThat(runs.find("metrics.acc != 0.9")).containsExactlyInAnyOrder("low", "nan");
        assertThat(runs.find("metrics.acc > 0.4 AND metrics.acc < 0.6 AND metrics.loss = 2"))
                .containsExactly("low");
        assertThat(runs.find("metrics.acc > 0.8 OR metrics.other > 0.8")).containsExactlyInAnyOrder("high", "none");
        assertThat(runs.find("metrics.loss = 2 AND (metrics.acc > 0.8 OR metrics.acc < 0.6)"))
                .containsExactly("low");
        assertThat(runs.find("metrics.acc > 1e400")).isEmpty();
    }

    @Test
    void comparesParamsAndTags() {
        String longValue = "x".repeat(300);
        runs.run("a").param("lr", "0.1").tag("team", "Risk").tag("mlflow.parentRunId", "p");
        runs.run("b").param("lr", "0.01").tag("team", "fraud");
        runs.run("c").param("doc", longValue + "1");
        runs.run("d").param("doc", longValue + "2").param("empty", "");
        assertThat(runs.find("params.lr = '0.1'")).containsExactly("a");
        assertThat(runs.find("params.lr != '0.1'")).containsExactly("b");
        assertThat(runs.find("params.lr LIKE '0.0%'")).containsExactly("b");
        assertThat(runs.find("tags.team = 'risk'")).isEmpty();
        assertThat(runs.find("tags.team ILIKE 'risk'")).containsExactly("a");
        assertThat(runs.find("tags.team LIKE '_isk'")).containsExactly("a");
        assertThat(runs.find("tags.mlflow.parentRunId = 'p'")).containsExactly("a");
        assertThat(runs.find("params.doc = '" + longValue + "2'")).containsExactly("d");
        assertThat(runs.find("params.doc = '" + "x".repeat(250) + "'")).isEmpty();
        assertThat(runs.find("params.empty = ''")).containsExactly("d");
        assertThat(runs.find("params.lr IS NULL")).containsExactlyInAnyOrder("c", "d");
        assertThat(runs.find("tags.team IS NOT NULL AND params.lr IS NOT NULL")).containsExactlyInAnyOrder("a", "b");
        assertThat(runs.find("params.lr = '0.1' AND params.lr = '0.01'")).isEmpty();
        assertThat(runs.find("params.lr = '0.1' OR params.lr = '0.01'")).containsExactlyInAnyOrder("a", "b");
        assertThat(runs.find("(params.lr = '0.1' OR params.doc LIKE '%2') AND tags.team IS NULL"))
                .containsExactly("d");
    }

    @Test
    void findsTextsOfAllKinds() {
        List<String> texts = List.of(
                "it's",
                "\"quoted\"",
                "100%",
                "under_score",
                "back\\slash\\",
                "'; DROP TABLE tracking.run; --",
                "\uD83D\uDE00 größe",
                "\u0001\t\u007f",
                ":q_0 ? $1 {}",
                "`tick`");
        IntStream.range(0, texts.size())
                .forEach(i -> runs.run("r" + i).tag("odd", texts.get(i)).tag(texts.get(i), "key"));
        for (int i = 0; i < texts.size(); i++) {
            String quoted = "'" + texts.get(i).replace("'", "''") + "'";
            String key = "`" + texts.get(i).replace("`", "``") + "`";
            assertThat(runs.find("tags.odd = " + quoted)).containsExactly("r" + i);
            assertThat(runs.find("tags." + key + " = 'key'")).containsExactly("r" + i);
            assertThat(runs.find("tags.odd LIKE " + quoted)).contains("r" + i);
            assertThat(runs.find("tags.odd != " + quoted)).hasSize(texts.size() - 1);
        }
        assertThat(runs.find("tags.odd LIKE '%\\'")).containsExactly("r4");
        assertThat(runs.find("tags.odd ILIKE '%GRößE'")).containsExactly("r6");
    }

    @Test
    void comparesAttributes() {
        SearchedRuns.Seed a = runs.run("a").with("start_time_ms", 10L).with("end_time_ms", 20L);
        SearchedRuns.Seed b = runs.run("b").with("status", "finished").with("user_name", "bob");
        assertThat(runs.find("status = 'FINISHED'")).containsExactly("b");
        assertThat(runs.find("attributes.status != 'FINISHED'")).containsExactly("a");
        assertThat(runs.find("run.status ILIKE 'fin%'")).containsExactly("b");
        assertThat(runs.find("status = 'finished'")).isEmpty();
        assertThat(runs.find("attr.user_id = 'bob'")).containsExactly("b");
        assertThat(runs.find("start_time > 0")).containsExactly("a");
        assertThat(runs.find("Created >= 10.0")).containsExactly("a");
        assertThat(runs.find("start_time < 99999999999999999999")).hasSize(2);
        assertThat(runs.find("end_time = 20")).containsExactly("a");
        assertThat(runs.find("end_time != 20")).isEmpty();
        assertThat(runs.find("`Run name` LIKE 'b%'")).containsExactly("b");
        assertThat(runs.find("artifact_uri = 'mlflow-artifacts:/a/a'")).containsExactly("a");
        assertThat(runs.find("run_id = '" + a.hex() + "'")).containsExactly("a");
        assertThat(runs.find("run_id != '" + a.hex() + "'")).containsExactly("b");
        assertThat(runs.find("run_id IN ('" + a.hex() + "', 'no id', '" + b.hex() + "')"))
                .hasSize(2);
        assertThat(runs.find("run_id NOT IN ('" + a.hex() + "', 'no id')")).containsExactly("b");
        assertThat(runs.find("run_id LIKE '" + b.hex().substring(0, 12) + "%'")).containsExactly("b");
        assertThat(runs.find("run_id = '" + a.runId + "'")).isEmpty();
    }

    @Test
    void comparesDatasets() {
        runs.run("a").read("payments", "d1", "training").read("holdout", "d2", "");
        runs.run("b").read("payments", "d3", "validation");
        runs.run("c");
        assertThat(runs.find("dataset.name = 'payments'")).containsExactlyInAnyOrder("a", "b");
        assertThat(runs.find("datasets.digest = 'd1'")).containsExactly("a");
        assertThat(runs.find("dataset.context = 'training'")).containsExactly("a");
        assertThat(runs.find("dataset.context != 'validation'")).containsExactly("a");
        assertThat(runs.find("dataset.name IN ('holdout', 'other')")).containsExactly("a");
        assertThat(runs.find("dataset.name NOT IN ('payments')")).containsExactly("a");
        assertThat(runs.find("dataset.name LIKE 'pay%' AND dataset.context LIKE 'val%'"))
                .containsExactly("b");
    }

    @Test
    void showsWhatTheViewAsksFor() {
        runs.run("here");
        runs.run("gone").with("lifecycle", "deleted");
        assertThat(view(LifecycleView.ACTIVE_ONLY)).containsExactly("here");
        assertThat(view(LifecycleView.DELETED_ONLY)).containsExactly("gone");
        assertThat(view(LifecycleView.ALL)).containsExactlyInAnyOrder("here", "gone");
    }

    @Test
    void looksInTheExperimentsThatAreNamed() {
        long other = runs.experiment();
        runs.run("here").metric("m", 1).with("start_time_ms", 1L);
        runs.run("there").with("experiment", other).with("start_time_ms", 2L).metric("m", 1);
        runs.run("elsewhere").with("experiment", runs.experiment()).metric("m", 1);
        List<Long> both = List.of(runs.experiment, other, other);
        for (String filter : new String[] {"", "metrics.m = 1"}) {
            assertThat(runs.names(search.find(SearchedRuns.request(both, filter, List.of(), 10, null))
                            .runs()))
                    .containsExactly("there", "here");
        }
        assertThat(search.find(SearchedRuns.request(List.of(), "", List.of(), 10, null))
                        .runs())
                .isEmpty();
        assertThatThrownBy(() -> search.find(SearchedRuns.request(List.of(), "nonsense", List.of(), 10, null)))
                .hasMessageContaining("Invalid clause");
    }

    @Test
    void ordersByStartAndIdWithoutAnythingElse() {
        List<SearchedRuns.Seed> seeds = IntStream.range(0, 40)
                .mapToObj(i -> runs.run("r" + i).with("start_time_ms", (long) i / 10))
                .toList();
        List<String> expected = new ArrayList<>();
        for (int tens = 3; tens >= 0; tens--) {
            seeds.subList(10 * tens, 10 * tens + 10).stream()
                    .sorted((a, b) -> a.hex().compareTo(b.hex()))
                    .forEach(seed -> expected.add(seed.name));
        }
        assertThat(runs.find(null)).isEqualTo(expected);
        assertThat(runs.findInPages(7, null)).isEqualTo(expected);
        assertThat(runs.findInPages(40, null)).isEqualTo(expected);
        assertThat(runs.findInPages(7, null, "metrics.none DESC", "tags.none")).isEqualTo(expected);
        List<String> oldestFirst = runs.find(null, "start_time");
        assertThat(oldestFirst.getFirst()).isEqualTo(expected.get(30));
        assertThat(runs.findInPages(1, null, "start_time ASC")).isEqualTo(oldestFirst);
        List<String> byId = runs.findInPages(3, null, "run_id DESC");
        assertThat(byId)
                .isEqualTo(seeds.stream()
                        .sorted((a, b) -> b.hex().compareTo(a.hex()))
                        .map(seed -> seed.name)
                        .toList());
    }

    @Test
    void putsWhatIsNoNumberAndWhatIsAbsentLast() {
        runs.run("2").metric("m", 2).with("start_time_ms", 9L);
        runs.run("nan old").metric("m", Double.NaN);
        runs.run("none new").with("start_time_ms", 3L);
        runs.run("-1").metric("m", -1);
        runs.run("nan new").metric("m", Double.NaN).with("start_time_ms", 5L);
        runs.run("none old");
        runs.run("max").metric("m", Double.MAX_VALUE);
        runs.run("min").metric("m", -Double.MAX_VALUE);
        List<String> last = List.of("nan new", "nan old", "none new", "none old");
        List<String> up = new ArrayList<>(List.of("min", "-1", "2", "max"));
        List<String> down = new ArrayList<>(up.reversed());
        up.addAll(last);
        down.addAll(last);
        for (int size : new int[] {1, 2, 3, 100}) {
            assertThat(runs.findInPages(size, null, "metrics.m")).isEqualTo(up);
            assertThat(runs.findInPages(size, null, "metrics.m DESC")).isEqualTo(down);
            assertThat(runs.findInPages(size, "metrics.m > -2", "metrics.m DESC"))
                    .containsExactly("max", "2", "-1");
            assertThat(runs.findInPages(size, "metrics.m != 2", "metrics.m DESC"))
                    .containsExactly("max", "-1", "min", "nan new", "nan old");
        }
    }

    @Test
    void ordersByTextsAndAttributes() {
        runs.run("a").param("p", "B").tag("t", "1").with("status", "finished").with("end_time_ms", 5L);
        runs.run("b").param("p", "a").tag("t", "2").with("status", "failed");
        runs.run("c").tag("t", "10").with("end_time_ms", 1L);
        runs.run("d").param("p", "\u001f:😀'");
        assertThat(runs.findInPages(1, null, "params.p")).containsExactly("d", "a", "b", "c");
        assertThat(runs.findInPages(1, null, "params.p DESC")).containsExactly("b", "a", "d", "c");
        assertThat(runs.findInPages(2, null, "tags.t ASC")).containsExactly("a", "c", "b", "d");
        assertThat(runs.findInPages(1, "tags.t LIKE '1%'", "tags.t DESC")).containsExactly("c", "a");
        assertThat(runs.findInPages(1, "status != 'RUNNING'", "status")).containsExactly("b", "a");
        assertThat(runs.findInPages(1, "end_time > 0", "end_time")).containsExactly("c", "a");
        assertThat(runs.findInPages(3, null, "end_time DESC", "run_name DESC")).containsExactly("a", "c", "d", "b");
        assertThat(runs.findInPages(1, null, "attributes.`Run name` DESC")).containsExactly("d", "c", "b", "a");
    }

    @Test
    void goesOnWhereAPageEndedWhileRunsAreAdded() {
        IntStream.range(0, 6).forEach(i -> runs.run("r" + i).with("start_time_ms", (long) i));
        RunSearch.Found first = search.find(SearchedRuns.request(List.of(runs.experiment), null, List.of(), 3, null));
        runs.run("new").with("start_time_ms", 100L);
        RunSearch.Found second =
                search.find(SearchedRuns.request(List.of(runs.experiment), null, List.of(), 3, first.nextPageToken()));
        List<String> both = new ArrayList<>(runs.names(first.runs()));
        both.addAll(runs.names(second.runs()));
        Collections.reverse(both);
        assertThat(both).containsExactly("r0", "r1", "r2", "r3", "r4", "r5");
        assertThat(second.nextPageToken()).isNull();
    }

    @Test
    void refusesLimitsAndTokensThatMakeNoSense() {
        runs.run("a");
        runs.run("b");
        List<Long> here = List.of(runs.experiment);
        assertThatThrownBy(() -> search.find(SearchedRuns.request(here, null, List.of(), 0, null)))
                .hasMessage("Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer");
        assertThatThrownBy(() -> search.find(SearchedRuns.request(here, null, List.of(), 50_001, null)))
                .hasMessage("Invalid value 50001 for parameter 'max_results' supplied. It must be at most 50000");
        assertThat(search.find(SearchedRuns.request(here, null, List.of(), 50_000, null))
                        .runs())
                .hasSize(2);
        assertThatThrownBy(() -> search.find(SearchedRuns.request(here, null, List.of(), 1, "nonsense")))
                .hasMessageStartingWith("Invalid page token");
        String token = search.find(SearchedRuns.request(here, null, List.of(), 1, null))
                .nextPageToken();
        assertThatThrownBy(() -> search.find(SearchedRuns.request(here, null, List.of("run_name"), 1, token)))
                .hasMessageStartingWith("Invalid page token");
        String forged =
                new PageToken(PageToken.decode(token == null ? "" : token).query(), List.of("=x", "=y")).encode();
        assertThatThrownBy(() -> search.find(SearchedRuns.request(here, null, List.of(), 1, forged)))
                .hasMessageStartingWith("Invalid page token");
    }

    private List<String> view(LifecycleView view) {
        return runs.names(search.find(new RunSearchRequest(List.of(runs.experiment), null, List.of(), view, 10, null))
                .runs());
    }
}
