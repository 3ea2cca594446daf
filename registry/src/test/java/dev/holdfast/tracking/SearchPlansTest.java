package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How the database goes about a search. */
@HoldfastTest
class SearchPlansTest {
    private static final String FILTER = "metrics.acc > 0.99 AND params.lr = '0.1'";
    private static final List<String> ORDER = List.of("metrics.acc DESC");

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RunSearch search;

    @Autowired
    SearchClient client;

    @Autowired
    TransactionTemplate transaction;

    private long experiment;

    @BeforeEach
    void begin() {
        experiment = new SearchedRuns(jdbc, search).experiment();
    }

    @Test
    void isPlannedForItsValuesEachTimeWhereThereIsAFilter() {
        transaction.executeWithoutResult(_ -> {
            for (int i = 0; i < 20; i++) {
                search.find(SearchedRuns.request(List.of(experiment), FILTER, ORDER, 100, null));
                search.find(SearchedRuns.request(List.of(experiment), null, List.of(), 100, null));
            }
            assertThat(jdbc.sql(
                                    "SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT r.id, r.revision, %'")
                            .query(String.class)
                            .list())
                    .isNotEmpty()
                    .noneMatch(statement -> statement.contains("JOIN tracking.metric"));
        });
    }

    /** Half of the runs have the param, one in a hundred has the metric: only of those few is anything else looked up. */
    @Test
    void beginsWithWhatFewRunsHave() {
        jdbc.sql("""
                        WITH made AS (
                            INSERT INTO tracking.run
                                (run_id, experiment, name, status, lifecycle, user_name, start_time_ms, artifact_uri)
                            SELECT gen_random_uuid(), :experiment, 'run', 'running', 'active', 'ada', n, 'mlflow-artifacts:/a'
                            FROM generate_series(0, 3999) AS n
                            RETURNING id, experiment, start_time_ms AS n
                        ), measured AS (
                            INSERT INTO tracking.metric (run, experiment, key, value, timestamp_ms, step)
                            SELECT id, experiment, 'acc', (n % 1000) / 1000.0, 1, 0 FROM made
                        )
                        INSERT INTO tracking.param (run, experiment, key, value)
                        SELECT id, experiment, key, value
                        FROM made, LATERAL (VALUES ('lr', '0.' || n % 2), ('depth', '6'), ('seed', n::text)) AS p(key, value)
                        """).param("experiment", experiment).update();
        jdbc.sql("ANALYZE tracking.run, tracking.metric, tracking.param").update();
        RunQuery query = new RunQuery(
                List.of(experiment),
                LifecycleView.ACTIVE_ONLY,
                RunVocabulary.RUNS.condition(FILTER),
                RunVocabulary.RUNS.order(ORDER));
        String plan = String.join(
                "\n",
                client.filtered("EXPLAIN " + query.sql(100))
                        .params(query.parameters())
                        .query(String.class)
                        .list());
        assertThat(plan).contains("metric_value", "param_pkey").doesNotContain("param_value");
        assertThat(search.find(SearchedRuns.request(List.of(experiment), FILTER, ORDER, 100, null))
                        .runs())
                .hasSize(20);
    }
}
