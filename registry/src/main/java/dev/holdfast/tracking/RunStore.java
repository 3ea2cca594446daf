package dev.holdfast.tracking;

import dev.holdfast.audit.AuditLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads and writes runs themselves; what they log is {@link LogStore}'s. */
@Component
class RunStore {
    private static final String INFO =
            "run_id, name, experiment, user_name, status, lifecycle, start_time_ms, end_time_ms, artifact_uri";
    /** The location's query or fragment stays at the end. */
    private static final String INSERT = """
            WITH made AS (
                INSERT INTO tracking.run
                    (run_id, experiment, name, status, lifecycle, user_name, start_time_ms, artifact_uri)
                SELECT ?, e.id, ?, 'running', 'active', ?, ?,
                       regexp_replace(e.artifact_location, '^([^?#]*?)/*([?#].*)?$', '\\1/' || ? || '/artifacts\\2')
                FROM tracking.experiment e WHERE e.id = ? AND e.lifecycle = 'active'
                RETURNING id, experiment, name, artifact_uri
            ), tagged AS (
                INSERT INTO tracking.tag (run, experiment, key, value)
                SELECT made.id, made.experiment, sent.key, sent.value FROM made, unnest(?, ?) AS sent(key, value)
            ), audited AS (
            """
            + AuditLog.insertion(
                    "made JOIN tracking.experiment e ON e.id = made.experiment",
                    "json_build_object('experiment', e.name, 'name', made.name)")
            + ") SELECT artifact_uri FROM made";

    private static final String UPDATE = """
            WITH changed AS (
                UPDATE tracking.run
                SET revision = revision + 1, status = coalesce(?, status), end_time_ms = coalesce(?, end_time_ms),
                    name = coalesce(?, name)
                WHERE run_id = ? AND lifecycle = 'active' RETURNING *
            ), tagged AS (
                INSERT INTO tracking.tag (run, experiment, key, value)
                SELECT id, experiment, 'mlflow.runName', sent.name
                FROM changed, (SELECT ?::text) AS sent(name) WHERE sent.name IS NOT NULL
                ON CONFLICT (run, key) DO UPDATE SET value = excluded.value
            )
            SELECT * FROM changed
            """;

    private final JdbcTemplate jdbc;

    RunStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes a run and says where its artifacts lie; empty where there is no such experiment in use.
     *
     * @param audited of the entry that tells of it
     */
    Optional<String> insert(String runId, NewRun made, String name, List<KeyValue> tags, List<Object> audited) {
        List<Object> values = new ArrayList<>();
        values.add(Checks.run(runId));
        values.add(name);
        values.add(made.user());
        values.add(made.startTimeMs());
        values.add(runId);
        values.add(made.experiment());
        values.add(tags.stream().map(KeyValue::key).toArray(String[]::new));
        values.add(tags.stream().map(KeyValue::value).toArray(String[]::new));
        values.addAll(audited);
        return jdbc.query(INSERT, (rs, row) -> rs.getString("artifact_uri"), values.toArray()).stream()
                .findFirst();
    }

    /** Empty where there is no such run in use. */
    Optional<RunInfo> update(UUID run, @Nullable RunStatus status, @Nullable Long endTimeMs, @Nullable String name) {
        return jdbc
                .query(
                        UPDATE,
                        (rs, row) -> info(rs),
                        status == null ? null : status.name().toLowerCase(Locale.ROOT),
                        endTimeMs,
                        name,
                        run,
                        name)
                .stream()
                .findFirst();
    }

    /** Whether there is such a run. */
    boolean setLifecycle(UUID run, Lifecycle lifecycle, @Nullable Long deletedAtMs) {
        return jdbc.update("""
                        UPDATE tracking.run SET revision = revision + 1, lifecycle = ?, deleted_at_ms = ? WHERE run_id = ?
                        """, stored(lifecycle), deletedAtMs, run) == 1;
    }

    void setLifecycles(long experiment, Lifecycle lifecycle, @Nullable Long deletedAtMs) {
        jdbc.update("""
                UPDATE tracking.run SET revision = revision + 1, lifecycle = ?, deleted_at_ms = ? WHERE experiment = ?
                """, stored(lifecycle), deletedAtMs, experiment);
    }

    Optional<RunInfo> info(UUID run) {
        return jdbc.query("SELECT " + INFO + " FROM tracking.run WHERE run_id = ?", (rs, row) -> info(rs), run).stream()
                .findFirst();
    }

    Optional<RunRevision> revision(UUID run) {
        return jdbc
                .query(
                        "SELECT id, revision FROM tracking.run WHERE run_id = ?",
                        (rs, row) -> new RunRevision(rs.getLong("id"), rs.getLong("revision")),
                        run)
                .stream()
                .findFirst();
    }

    MeasuredModels.RunKey key(UUID run) {
        return jdbc.query(
                        "SELECT id, experiment FROM tracking.run WHERE run_id = ?",
                        (rs, row) -> new MeasuredModels.RunKey(rs.getLong("id"), rs.getLong("experiment")),
                        run)
                .getFirst();
    }

    boolean deleteTag(UUID run, String key) {
        return jdbc.update("""
                        DELETE FROM tracking.tag t USING tracking.run r
                        WHERE r.run_id = ? AND t.run = r.id AND t.key = ?
                        """, run, key) == 1;
    }

    /** Locks the run, if it is in use, as every writer does. */
    boolean touch(UUID run) {
        return jdbc.update(LogStore.TOUCH, run) == 1;
    }

    Optional<String> tag(UUID run, String key) {
        return jdbc.query("""
                        SELECT t.value FROM tracking.run r JOIN tracking.tag t ON t.run = r.id WHERE r.run_id = ? AND t.key = ?
                        """, (rs, row) -> rs.getString("value"), run, key).stream()
                .findFirst();
    }

    /** Those of the params that the run has with another value. */
    List<KeyValue> otherParams(UUID run, List<KeyValue> params) {
        return jdbc.query(
                """
                        SELECT p.key, p.value
                        FROM tracking.run r JOIN tracking.param p ON p.run = r.id
                        JOIN unnest(?, ?) WITH ORDINALITY AS sent(key, value, place) ON sent.key = p.key AND sent.value <> p.value
                        WHERE r.run_id = ? ORDER BY sent.place
                        """,
                (rs, row) -> new KeyValue(rs.getString("key"), rs.getString("value")),
                params.stream().map(KeyValue::key).toArray(String[]::new),
                params.stream().map(KeyValue::value).toArray(String[]::new),
                run);
    }

    static Lifecycle lifecycle(String stored) {
        return Lifecycle.valueOf(stored.toUpperCase(Locale.ROOT));
    }

    static String stored(Lifecycle lifecycle) {
        return lifecycle.name().toLowerCase(Locale.ROOT);
    }

    private static RunInfo info(ResultSet rs) throws SQLException {
        return new RunInfo(
                rs.getString("run_id").replace("-", ""),
                rs.getString("name"),
                rs.getLong("experiment"),
                rs.getString("user_name"),
                RunStatus.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
                lifecycle(rs.getString("lifecycle")),
                rs.getLong("start_time_ms"),
                rs.getObject("end_time_ms", Long.class),
                rs.getString("artifact_uri"));
    }
}
