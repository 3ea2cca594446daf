package dev.holdfast.tracking;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes what runs log: a batch in one round trip, under the lock of the run's row. */
@Component
class LogStore {
    static final String RUN_NAME = "mlflow.runName";
    private static final String PARAM_CHANGED = "TR001";
    /** The run that the statements are about, in each of them. */
    static final String RUN =
            "(SELECT id, experiment FROM tracking.run WHERE run_id = ? AND lifecycle = 'active') AS r";

    static final String TOUCH =
            "UPDATE tracking.run SET revision = revision + 1 WHERE run_id = ? AND lifecycle = 'active'";
    private static final String TOUCH_AND_NAME =
            "UPDATE tracking.run SET revision = revision + 1, name = ? WHERE run_id = ? AND lifecycle = 'active'";
    private static final String PARAMS = """
            INSERT INTO tracking.param AS p (run, experiment, key, value)
            SELECT r.id, r.experiment, sent.key, sent.value FROM %s, unnest(?, ?) AS sent(key, value)
            ON CONFLICT (run, key) DO UPDATE SET value = tracking.refuse_param_change() WHERE p.value <> excluded.value
            """.formatted(RUN);
    private static final String TAGS = """
            INSERT INTO tracking.tag AS t (run, experiment, key, value)
            SELECT r.id, r.experiment, sent.key, sent.value FROM %s, unnest(?, ?) AS sent(key, value)
            ON CONFLICT (run, key) DO UPDATE SET value = excluded.value WHERE t.value <> excluded.value
            """.formatted(RUN);
    /** A tail that the new points would make too long becomes a chunk. */
    private static final String FULL_TAILS = """
            INSERT INTO tracking.metric_chunk
                (metric, points, first_ms, last_ms, first_step, last_step, timestamps, steps, "values")
            SELECT m.id, full_tail.*
            FROM %s JOIN tracking.metric m ON m.run = r.id
            JOIN unnest(?, ?, ?) AS sent(key, first, last) ON sent.key = m.key
            CROSS JOIN LATERAL (
                SELECT count(*), min(ms), max(ms), min(step), max(step), array_agg(ms), array_agg(step), array_agg(value)
                FROM (SELECT DISTINCT ms, step, value FROM unnest(m.timestamps, m.steps, m."values") AS point(ms, step, value)
                      ORDER BY ms, step, value) AS sorted) AS full_tail
            WHERE m.steps <> '{}' AND cardinality(m.steps) + sent.last - sent.first + 1 > %d
            """.formatted(RUN, MetricColumns.TAIL);

    private static final String METRICS = """
            INSERT INTO tracking.metric AS m
                (run, experiment, key, value, timestamp_ms, step, timestamps, steps, "values")
            SELECT r.id, r.experiment, sent.key, sent.value, sent.ms, sent.step,
                   points.ms[sent.first : sent.last], points.steps[sent.first : sent.last], points."values"[sent.first : sent.last]
            FROM %s, unnest(?, ?, ?, ?, ?, ?) AS sent(key, value, ms, step, first, last),
                 (SELECT ?::bigint[] AS ms, ?::bigint[] AS steps, ?::double precision[] AS "values") AS points
            ON CONFLICT (run, key) DO UPDATE SET
                (value, timestamp_ms, step) = (
                    SELECT latest.value, latest.ms, latest.step
                    FROM (VALUES (excluded.value, excluded.timestamp_ms, excluded.step),
                                 (m.value, m.timestamp_ms, m.step)) AS latest(value, ms, step)
                    ORDER BY latest.step DESC, latest.ms DESC, latest.value DESC LIMIT 1),
                (timestamps, steps, "values") = (
                    SELECT CASE WHEN too_long THEN excluded.timestamps ELSE m.timestamps || excluded.timestamps END,
                           CASE WHEN too_long THEN excluded.steps ELSE m.steps || excluded.steps END,
                           CASE WHEN too_long THEN excluded."values" ELSE m."values" || excluded."values" END
                    FROM (SELECT cardinality(m.steps) + cardinality(excluded.steps) > %d) AS length(too_long))
            """.formatted(RUN, MetricColumns.TAIL);
    private static final String CHUNKS = """
            INSERT INTO tracking.metric_chunk
                (metric, points, first_ms, last_ms, first_step, last_step, timestamps, steps, "values")
            SELECT m.id, sent.last - sent.first + 1, points.ms[sent.first], points.ms[sent.last], sent.first_step, sent.last_step,
                   points.ms[sent.first : sent.last], points.steps[sent.first : sent.last], points."values"[sent.first : sent.last]
            FROM %s JOIN tracking.metric m ON m.run = r.id
            JOIN unnest(?, ?, ?, ?, ?) AS sent(key, first, last, first_step, last_step) ON sent.key = m.key,
                 (SELECT ?::bigint[] AS ms, ?::bigint[] AS steps, ?::double precision[] AS "values") AS points
            """.formatted(RUN);
    private final JdbcTemplate jdbc;

    LogStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes the batch to a run that is in use; what came of it where there is none or a param stands otherwise. */
    Outcome write(UUID run, RunBatch batch) {
        RunStatements statements = new RunStatements();
        Map<String, String> tags = last(batch.tags());
        // The name can't be taken away, and an empty one is none.
        tags.remove(RUN_NAME, "");
        String name = tags.get(RUN_NAME);
        if (name == null) {
            statements.add(TOUCH, run);
        } else {
            statements.add(TOUCH_AND_NAME, name, run);
        }
        if (!batch.params().isEmpty()) {
            Map<String, String> params = last(batch.params());
            statements.add(PARAMS, run, List.copyOf(params.keySet()), List.copyOf(params.values()));
        }
        if (!tags.isEmpty()) {
            statements.add(TAGS, run, List.copyOf(tags.keySet()), List.copyOf(tags.values()));
        }
        if (!batch.metrics().isEmpty()) {
            addMetrics(statements, run, MetricColumns.of(batch.metrics()));
        }
        return run(statements);
    }

    private static void addMetrics(RunStatements statements, UUID run, MetricColumns points) {
        MetricColumns.Keys keys = points.keys;
        statements.add(FULL_TAILS, run, keys.key, keys.first, keys.last);
        statements.add(
                METRICS,
                run,
                keys.key,
                keys.value,
                keys.timestamp,
                keys.step,
                keys.first,
                keys.last,
                points.timestamps,
                points.steps,
                points.values);
        MetricColumns.Chunks chunks = points.chunks;
        if (!chunks.key.isEmpty()) {
            statements.add(
                    CHUNKS,
                    run,
                    chunks.key,
                    chunks.first,
                    chunks.last,
                    chunks.firstStep,
                    chunks.lastStep,
                    points.timestamps,
                    points.steps,
                    points.values);
        }
    }

    /** Runs the statements; the first of them changes the run's row. */
    Outcome run(RunStatements statements) {
        try {
            return statements.run(jdbc) == 1 ? Outcome.WRITTEN : Outcome.NO_ACTIVE_RUN;
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException cause && PARAM_CHANGED.equals(cause.getSQLState())) {
                return Outcome.PARAM_CHANGED;
            }
            throw e;
        }
    }

    /** The last value of each key, in the order of the keys. */
    private static Map<String, String> last(List<KeyValue> values) {
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach(each -> last.put(each.key(), each.value()));
        return last;
    }

    enum Outcome {
        WRITTEN,
        NO_ACTIVE_RUN,
        /** Nothing was written. */
        PARAM_CHANGED
    }
}
