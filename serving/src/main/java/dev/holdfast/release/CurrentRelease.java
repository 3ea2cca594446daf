package dev.holdfast.release;

import dev.holdfast.kernel.Actor;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Moves what a deployment serves: its row, the line in the history and the word to the replicas are one statement. Whatever traffic policy there was ends with it;
 * a rollback pins the deployment, everything else unpins it. A rollback is
 * called when the machine is busy, and each further round trip would wait for its turn.
 */
@Component
class CurrentRelease {
    private final JdbcClient database;
    private final ServingSettingsConverter settings;
    private final PredictionLogSettingsConverter logSettings;

    CurrentRelease(JdbcClient database, ServingSettingsConverter settings, PredictionLogSettingsConverter logSettings) {
        this.database = database;
        this.settings = settings;
        this.logSettings = logSettings;
    }

    /** Empty where something else than {@code from} serves by now. */
    Optional<Recorded> move(
            @Nullable Release from,
            Release to,
            ReleaseAction action,
            Actor actor,
            @Nullable String reason,
            Instant at) {
        Integer previous = from == null ? null : from.number();
        return database.sql("""
                        WITH moved AS (
                            UPDATE release.deployment SET current_release = :to, traffic = NULL,
                                pin_reason = CASE WHEN :action = 'rolled_back' THEN CAST(:reason AS text) END,
                                pinned_by = CASE WHEN :action = 'rolled_back' THEN CAST(:actor AS text) END,
                                pinned_at = CASE WHEN :action = 'rolled_back' THEN CAST(:at AS timestamptz) END,
                                revision = revision + 1, updated_at = :at
                            WHERE name = :deployment AND current_release IS NOT DISTINCT FROM CAST(:from AS integer)
                            RETURNING *
                        ), entry AS (
                            INSERT INTO release.history (deployment, action, release, previous_release, actor, reason, at)
                            SELECT name, :action, :to, CAST(:from AS integer), :actor, :reason, :at FROM moved
                            RETURNING sequence
                        )
                        SELECT moved.*, entry.sequence, pg_notify(:channel, moved.name)::text FROM moved, entry
                        """)
                .param("deployment", to.deployment())
                .param("from", previous)
                .param("to", to.number())
                .param("action", action.wireName())
                .param("actor", actor.name())
                .param("reason", reason)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("channel", ReplicaNotices.CHANNEL)
                .query((row, index) -> {
                    Snapshot after = new Snapshot(
                            to.deployment(),
                            row.getLong("revision"),
                            monitoring(row),
                            settings.convertToEntityAttribute(row.getString("serving")),
                            to,
                            null);
                    HistoryEntry entry = new HistoryEntry(
                            row.getLong("sequence"),
                            action,
                            to.number(),
                            previous,
                            to.model(),
                            to.modelVersion(),
                            actor.name(),
                            reason,
                            null,
                            at);
                    return new Recorded(after, from, to, entry);
                })
                .optional();
    }

    private MonitoringSettings monitoring(ResultSet row) throws SQLException {
        Array ignored = row.getArray("ignore_features");
        return new MonitoringSettings(
                row.getBoolean("monitoring_enabled"),
                row.getInt("window_rows"),
                row.getLong("min_window_age_ms"),
                row.getLong("max_window_age_ms"),
                row.getInt("realert_rows"),
                row.getDouble("log_sample"),
                row.getInt("log_max_rows_per_second"),
                List.of((String[]) ignored.getArray()),
                logSettings.convertToEntityAttribute(row.getString("prediction_log")));
    }
}
