package dev.holdfast.tracking;

import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes what runs log, a batch in one statement, and reads the history of metrics. */
@Component
class LogStore {
    private final JdbcClient jdbc;

    LogStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the params that stand already with another value: nothing is to be kept then. */
    Map<String, String> insertParams(long run, Map<String, String> params) {
        // By key, so that two batches never wait for each other crosswise.
        TreeMap<String, String> sorted = new TreeMap<>(params);
        jdbc.sql("""
                        INSERT INTO tracking.param (run, experiment, key, value)
                        SELECT r.id, r.experiment, key, value
                        FROM tracking.run r, unnest(:keys, :values) AS t(key, value) WHERE r.id = :run
                        ON CONFLICT (run, key) DO NOTHING
                        """)
                .param("run", run)
                .param("keys", sorted.keySet().toArray(String[]::new))
                .param("values", sorted.values().toArray(String[]::new))
                .update();
        Map<String, String> different = new TreeMap<>();
        jdbc.sql("""
                        SELECT p.key, p.value
                        FROM tracking.param p JOIN unnest(:keys, :values) AS t(key, value) ON t.key = p.key
                        WHERE p.run = :run AND p.value <> t.value
                        """)
                .param("run", run)
                .param("keys", sorted.keySet().toArray(String[]::new))
                .param("values", sorted.values().toArray(String[]::new))
                .query((ResultSet rs) -> {
                    different.put(rs.getString("key"), rs.getString("value"));
                });
        return different;
    }

    void upsertTags(long run, Map<String, String> tags) {
        TreeMap<String, String> sorted = new TreeMap<>(tags);
        jdbc.sql("""
                        INSERT INTO tracking.tag (run, experiment, key, value)
                        SELECT r.id, r.experiment, key, value
                        FROM tracking.run r, unnest(:keys, :values) AS t(key, value) WHERE r.id = :run
                        ON CONFLICT (run, key) DO UPDATE SET value = excluded.value
                        """)
                .param("run", run)
                .param("keys", sorted.keySet().toArray(String[]::new))
                .param("values", sorted.values().toArray(String[]::new))
                .update();
    }

    /** Adds the points, each once, and moves each metric's latest point on where one of these is later. */
    void insertMetrics(long run, List<Metric> metrics) {
        jdbc.sql("""
                        WITH sent AS (
                            SELECT * FROM unnest(:keys, :values, :timestamps, :steps) AS t(key, value, timestamp_ms, step)
                        ), newest AS (
                            SELECT DISTINCT ON (key) key, value, timestamp_ms, step FROM sent
                            ORDER BY key, step DESC, timestamp_ms DESC, value DESC
                        ), points AS (
                            SELECT key, array_agg(timestamp_ms) AS timestamps, array_agg(step) AS steps, array_agg(value) AS "values"
                            FROM sent GROUP BY key
                        )
                        INSERT INTO tracking.metric AS m (run, experiment, key, value, timestamp_ms, step, timestamps, steps, "values")
                        SELECT r.id, r.experiment, key, value, timestamp_ms, step, timestamps, steps, "values"
                        FROM tracking.run r, newest JOIN points USING (key) WHERE r.id = :run ORDER BY key
                        ON CONFLICT (run, key) DO UPDATE SET
                            (value, timestamp_ms, step) = (
                                SELECT latest.value, latest.timestamp_ms, latest.step
                                FROM (VALUES (excluded.value, excluded.timestamp_ms, excluded.step),
                                             (m.value, m.timestamp_ms, m.step)) AS latest(value, timestamp_ms, step)
                                ORDER BY latest.step DESC, latest.timestamp_ms DESC, latest.value DESC LIMIT 1),
                            timestamps = m.timestamps || excluded.timestamps,
                            steps = m.steps || excluded.steps,
                            "values" = m."values" || excluded."values"
                        """)
                .param("run", run)
                .param("keys", metrics.stream().map(Metric::key).toArray(String[]::new))
                .param("values", doubles(metrics, metric -> finite(metric.value())))
                .param("timestamps", longs(metrics, metric -> metric.timestamp().toEpochMilli()))
                .param("steps", longs(metrics, Metric::step))
                .update();
    }

    void insertInput(RunStore.Key run, DatasetInput input) {
        jdbc.sql("""
                        WITH dataset AS (
                            INSERT INTO tracking.dataset AS d (experiment, name, digest, version)
                            VALUES (:experiment, :name, :digest, :version)
                            ON CONFLICT (experiment, name, digest) DO UPDATE SET version = d.version
                            RETURNING id
                        )
                        INSERT INTO tracking.input (run, dataset, context) SELECT :run, id, :context FROM dataset
                        ON CONFLICT DO NOTHING
                        """)
                .param("experiment", run.experiment())
                .param("name", input.name())
                .param("digest", input.digest().toString())
                .param("version", input.version())
                .param("run", run.id())
                .param("context", input.context())
                .update();
    }

    Page<Metric> history(long run, String key, PageRequest page) {
        Map<String, Object> parameters = new HashMap<>(Map.of("run", run, "key", key, "limit", page.limit()));
        String after = page.after(3)
                .map(keys -> {
                    try {
                        parameters.put("timestamp", Long.parseLong(keys.get(0)));
                        parameters.put("step", Long.parseLong(keys.get(1)));
                        parameters.put("value", Double.parseDouble(keys.get(2)));
                    } catch (NumberFormatException e) {
                        throw ProblemException.malformed(
                                "page_token", page.pageToken(), "is not one that this list gave.");
                    }
                    return "AND (p.timestamp_ms, p.step, p.value) > (:timestamp, :step, :value) ";
                })
                .orElse("");
        List<Metric> rows = jdbc.sql("""
                        SELECT DISTINCT p.timestamp_ms, p.step, p.value
                        FROM tracking.metric m CROSS JOIN LATERAL (
                            SELECT * FROM unnest(m.timestamps, m.steps, m."values")
                            UNION ALL
                            SELECT t.* FROM tracking.metric_chunk c, unnest(c.timestamps, c.steps, c."values") AS t
                            WHERE c.metric = m.id) AS p(timestamp_ms, step, value)
                        WHERE m.run = :run AND m.key = :key
                        """ + after + "ORDER BY p.timestamp_ms, p.step, p.value LIMIT :limit")
                .params(parameters)
                .query((rs, row) -> metric(rs, key))
                .list();
        return Page.of(
                rows,
                page,
                metric -> List.of(
                        Long.toString(metric.timestamp().toEpochMilli()),
                        Long.toString(metric.step()),
                        Double.toString(metric.value())));
    }

    static Metric metric(ResultSet rs, String key) throws SQLException {
        return new Metric(
                key, rs.getDouble("value"), Instant.ofEpochMilli(rs.getLong("timestamp_ms")), rs.getLong("step"));
    }

    private static double finite(double value) {
        return Double.isInfinite(value) ? Math.copySign(Double.MAX_VALUE, value) : value;
    }

    private static Double[] doubles(List<Metric> metrics, ToDoubleFunction<Metric> of) {
        return metrics.stream().map(of::applyAsDouble).toArray(Double[]::new);
    }

    private static Long[] longs(List<Metric> metrics, ToLongFunction<Metric> of) {
        return metrics.stream().map(of::applyAsLong).toArray(Long[]::new);
    }
}
