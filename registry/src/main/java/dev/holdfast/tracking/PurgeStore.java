package dev.holdfast.tracking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Deletes rows for good. */
@Component
class PurgeStore {
    private final JdbcTemplate jdbc;

    PurgeStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Experiments but the default one. */
    List<Long> deletedExperiments(long beforeMs) {
        return jdbc.query(
                "SELECT id FROM tracking.experiment WHERE lifecycle = 'deleted' AND deleted_at_ms <= ? AND id <> 0 ORDER BY id",
                (rs, row) -> rs.getLong("id"),
                beforeMs);
    }

    List<Doomed> deletedRuns(long beforeMs, int limit) {
        return doomed("lifecycle = 'deleted' AND deleted_at_ms <= ? ORDER BY deleted_at_ms", limit, beforeMs);
    }

    List<Doomed> runsOf(long experiment, int limit) {
        return doomed("experiment = ? ORDER BY id", limit, experiment);
    }

    List<Doomed> lock(long run) {
        return doomed("id = ? AND lifecycle = 'deleted'", 1, run);
    }

    Optional<Deleted> run(UUID run) {
        return jdbc
                .query("SELECT id, deleted_at_ms FROM tracking.run WHERE run_id = ?", (rs, row) -> deleted(rs), run)
                .stream()
                .findFirst();
    }

    Optional<Deleted> experiment(long id) {
        return jdbc
                .query("SELECT id, deleted_at_ms FROM tracking.experiment WHERE id = ?", (rs, row) -> deleted(rs), id)
                .stream()
                .findFirst();
    }

    void deleteRuns(List<Long> runs) {
        long[] ids = runs.stream().mapToLong(Long::longValue).toArray();
        jdbc.update("""
                DELETE FROM tracking.metric_chunk WHERE metric IN (SELECT id FROM tracking.metric WHERE run = ANY(?))
                """, (Object) ids);
        for (String table : new String[] {"metric", "param", "tag"}) {
            jdbc.update("DELETE FROM tracking." + table + " WHERE run = ANY(?)", (Object) ids);
        }
        jdbc.update("DELETE FROM tracking.run WHERE id = ANY(?)", (Object) ids);
    }

    /** Returns the name; empty where it is in use, or gone, by now. */
    Optional<String> deleteExperiment(long id) {
        List<String> names = jdbc.query("""
                SELECT name FROM tracking.experiment WHERE id = ? AND lifecycle = 'deleted'
                    AND NOT EXISTS (SELECT FROM tracking.run WHERE experiment = ?) FOR UPDATE
                """, (rs, row) -> rs.getString("name"), id, id);
        if (!names.isEmpty()) {
            jdbc.update("DELETE FROM tracking.dataset WHERE experiment = ?", id);
            jdbc.update("DELETE FROM tracking.experiment WHERE id = ?", id);
        }
        return names.stream().findFirst();
    }

    private List<Doomed> doomed(String condition, int limit, long value) {
        return jdbc.query(
                "SELECT id, run_id, artifact_uri FROM tracking.run WHERE " + condition + " LIMIT ? FOR UPDATE",
                (rs, row) -> new Doomed(
                        rs.getLong("id"), rs.getString("run_id").replace("-", ""), rs.getString("artifact_uri")),
                value,
                limit);
    }

    private static Deleted deleted(ResultSet rs) throws SQLException {
        return new Deleted(rs.getLong("id"), rs.getObject("deleted_at_ms", Long.class));
    }

    /**
     * A run or an experiment.
     *
     * @param deletedAtMs milliseconds since 1970; absent while it is in use
     */
    record Deleted(long id, @Nullable Long deletedAtMs) {}

    /** A run that is about to go. */
    record Doomed(long id, String runId, String artifactUri) {}
}
