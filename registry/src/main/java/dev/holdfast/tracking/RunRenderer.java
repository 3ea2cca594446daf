package dev.holdfast.tracking;

import dev.holdfast.mlflow.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes runs as MLflow's clients read them. One query, hence one snapshot: a rendering never shows half of a batch. */
@Component
class RunRenderer {
    private static final int INFO = 0;
    private static final int METRIC = 1;
    private static final int INPUTS = 4;
    private static final int OUTPUT = 6;
    private static final String SELECT = """
            SELECT id AS run, 0 AS kind, '' COLLATE "C" AS key, json_strip_nulls(json_build_object(
                       'run_id', replace(run_id::text, '-', ''), 'run_uuid', replace(run_id::text, '-', ''),
                       'run_name', name, 'experiment_id', experiment::text, 'user_id', user_name, 'status', upper(status),
                       'start_time', start_time_ms, 'end_time', nullif(end_time_ms, 0), 'artifact_uri', artifact_uri,
                       'lifecycle_stage', lifecycle))::text AS value,
                   NULL::double precision AS number, NULL::bigint AS timestamp_ms, revision AS step
            FROM tracking.run WHERE id = ANY(:runs)
            UNION ALL
            SELECT run, 1, key, NULL, value, timestamp_ms, step FROM tracking.metric WHERE run = ANY(:runs)
            UNION ALL
            SELECT run, 2, key, value, NULL, NULL, NULL FROM tracking.param WHERE run = ANY(:runs)
            UNION ALL
            SELECT run, 3, key, value, NULL, NULL, NULL FROM tracking.tag WHERE run = ANY(:runs)
            UNION ALL
            SELECT i.run, 4, d.name, json_build_object('tags', i.tags, 'dataset', json_strip_nulls(json_build_object(
                       'name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
                       'schema', d.schema, 'profile', d.profile)))::text, NULL, NULL, NULL
            FROM tracking.input i JOIN tracking.dataset d ON d.id = i.dataset WHERE i.run = ANY(:runs)
            UNION ALL
            SELECT run, CASE direction WHEN 'input' THEN 5 ELSE 6 END, model_id, NULL, NULL, NULL, step
            FROM tracking.run_model WHERE run = ANY(:runs)
            ORDER BY run, kind, key
            """;
    /** What opens the list of each kind, and what closes everything after the last row of a run. */
    private static final String[] OPEN = {
        "",
        "\"metrics\":[",
        "\"params\":[",
        "\"tags\":[",
        "\"dataset_inputs\":[",
        "\"model_inputs\":[",
        "\"model_outputs\":["
    };

    private final JdbcClient jdbc;

    RunRenderer(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Gives each of the runs that exist, by row, with the revision that was read. */
    void render(Collection<Long> runs, BiConsumer<RunRevision, byte[]> each) {
        Rendering rendering = new Rendering(each);
        jdbc.sql(SELECT).param("runs", runs.toArray(Long[]::new)).query((RowCallbackHandler) rendering::add);
        rendering.end();
    }

    /** The run that is being written: rows come by run, kind and key. */
    private static final class Rendering {
        private final BiConsumer<RunRevision, byte[]> each;
        private final JsonBytes json = new JsonBytes(4096);
        private long run;
        private long revision;
        private int kind = -1;

        Rendering(BiConsumer<RunRevision, byte[]> each) {
            this.each = each;
        }

        void add(ResultSet rs) throws SQLException {
            int next = rs.getInt("kind");
            if (next == INFO) {
                end();
                run = rs.getLong("run");
                revision = rs.getLong("step");
                kind = INFO;
                json.raw("{\"info\":").raw(rs.getString("value")).raw(",\"data\":{");
                return;
            }
            open(next);
            switch (next) {
                case METRIC ->
                    json.raw("{\"key\":")
                            .text(rs.getString("key"))
                            .raw(",\"value\":")
                            .number(rs.getDouble("number"))
                            .raw(",\"timestamp\":")
                            .number(rs.getLong("timestamp_ms"))
                            .raw(",\"step\":")
                            .number(rs.getLong("step"))
                            .raw("}");
                case INPUTS -> json.raw(rs.getString("value"));
                case OUTPUT ->
                    json.raw("{\"model_id\":")
                            .text(rs.getString("key"))
                            .raw(",\"step\":")
                            .number(rs.getLong("step"))
                            .raw("}");
                case INPUTS + 1 ->
                    json.raw("{\"model_id\":").text(rs.getString("key")).raw("}");
                default ->
                    json.raw("{\"key\":")
                            .text(rs.getString("key"))
                            .raw(",\"value\":")
                            .text(rs.getString("value"))
                            .raw("}");
            }
        }

        /** Goes on to a list: in data are kinds 1 to 3, in inputs 4 and 5, in outputs 6. */
        private void open(int next) {
            if (next == kind) {
                json.raw(",");
                return;
            }
            boolean listOpen = kind > INFO;
            int from = part(kind);
            if (listOpen) {
                json.raw("]");
            }
            for (int part = from; part < part(next); part++) {
                json.raw(part == 0 ? "},\"inputs\":{" : "},\"outputs\":{");
            }
            if (listOpen && from == part(next)) {
                json.raw(",");
            }
            json.raw(OPEN[next].getBytes(StandardCharsets.US_ASCII));
            kind = next;
        }

        void end() {
            if (kind < 0) {
                return;
            }
            if (kind > INFO) {
                json.raw("]");
            }
            for (int part = part(kind); part < 2; part++) {
                json.raw(part == 0 ? "},\"inputs\":{" : "},\"outputs\":{");
            }
            json.raw("}}");
            each.accept(new RunRevision(run, revision), json.toByteArray());
            json.clear();
            kind = -1;
        }

        private static int part(int kind) {
            return kind < INPUTS ? 0 : kind < OUTPUT ? 1 : 2;
        }
    }
}
