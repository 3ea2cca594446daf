package dev.holdfast.pipeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;

/** The triggers of the current versions of all pipelines. */
@Component("pipelineTriggers")
class TriggerStore {
    private final JdbcClient database;

    TriggerStore(JdbcClient database) {
        this.database = database;
    }

    /**
     * A trigger that waits for drift.
     *
     * @param lastRowsSeen predictions of the deployment when it last started a run
     */
    record DriftTrigger(
            String pipeline,
            String deployment,
            long cooldownRows,
            @Nullable Long lastRowsSeen) {}

    /** A schedule whose time has come. */
    record DueSchedule(String pipeline, String subject, String cron) {}

    /** Replaces the triggers of a pipeline; those that stay the same keep what they remember. */
    void replace(String pipeline, List<TriggerSpec> triggers) {
        List<String> kept = new ArrayList<>();
        for (TriggerSpec trigger : triggers) {
            switch (trigger) {
                case TriggerSpec.Drift drift -> {
                    kept.add("drift " + drift.deployment());
                    put(pipeline, drift);
                }
                case TriggerSpec.Schedule schedule -> {
                    kept.add("schedule " + subject(schedule));
                    put(pipeline, schedule);
                }
            }
        }
        database.sql("""
                        DELETE FROM pipeline.trigger
                        WHERE pipeline = :pipeline AND NOT (kind || ' ' || subject) = ANY(:kept)""")
                .param("pipeline", pipeline)
                .param("kept", kept.toArray(String[]::new))
                .update();
    }

    private static String subject(TriggerSpec.Schedule schedule) {
        return schedule.cron() + " " + schedule.zone();
    }

    private void put(String pipeline, TriggerSpec.Drift drift) {
        database.sql("""
                        INSERT INTO pipeline.trigger (pipeline, kind, subject, cooldown_rows)
                        VALUES (:pipeline, 'drift', :deployment, :cooldown)
                        ON CONFLICT (pipeline, kind, subject) DO UPDATE SET cooldown_rows = excluded.cooldown_rows""")
                .param("pipeline", pipeline)
                .param("deployment", drift.deployment())
                .param("cooldown", drift.cooldownRows())
                .update();
    }

    private void put(String pipeline, TriggerSpec.Schedule schedule) {
        database.sql("""
                        INSERT INTO pipeline.trigger (pipeline, kind, subject, cron, zone, next_at)
                        VALUES (:pipeline, 'schedule', :subject, :cron, :zone, :next)
                        ON CONFLICT (pipeline, kind, subject) DO NOTHING""")
                .param("pipeline", pipeline)
                .param("subject", subject(schedule))
                .param("cron", schedule.cron())
                .param("zone", schedule.zone().getId())
                .param("next", next(schedule.cron(), schedule.zone().getId(), now()))
                .update();
    }

    /** The drift triggers that name the deployment, locked so that only one start is decided at a time. */
    List<DriftTrigger> lockDriftTriggers(String deployment) {
        return database.sql("""
                        SELECT * FROM pipeline.trigger WHERE kind = 'drift' AND subject = :deployment
                        ORDER BY pipeline FOR UPDATE""")
                .param("deployment", deployment)
                .query((row, number) -> new DriftTrigger(
                        row.getString("pipeline"),
                        row.getString("subject"),
                        row.getLong("cooldown_rows"),
                        row.getObject("last_rows_seen", Long.class)))
                .list();
    }

    void fired(DriftTrigger trigger, long rowsSeen) {
        database.sql("""
                        UPDATE pipeline.trigger SET last_rows_seen = :rows
                        WHERE pipeline = :pipeline AND kind = 'drift' AND subject = :deployment""")
                .param("rows", rowsSeen)
                .param("pipeline", trigger.pipeline())
                .param("deployment", trigger.deployment())
                .update();
    }

    /** Takes the schedules whose time has come, each moved on to its next time after now: times that nobody was there for are not made up for. */
    List<DueSchedule> takeDue() {
        List<DueSchedule> due = new ArrayList<>();
        OffsetDateTime now = now();
        for (Due row : database.sql("""
                        SELECT pipeline, subject, cron, zone FROM pipeline.trigger
                        WHERE next_at <= now() ORDER BY next_at FOR UPDATE SKIP LOCKED""").query(TriggerStore::due).list()) {
            database.sql("""
                            UPDATE pipeline.trigger SET next_at = :next
                            WHERE pipeline = :pipeline AND kind = 'schedule' AND subject = :subject""")
                    .param("next", next(row.cron, row.zone, now))
                    .param("pipeline", row.pipeline)
                    .param("subject", row.subject)
                    .update();
            due.add(new DueSchedule(row.pipeline, row.subject, row.cron));
        }
        return due;
    }

    private record Due(String pipeline, String subject, String cron, String zone) {}

    private static Due due(ResultSet row, int number) throws SQLException {
        return new Due(
                row.getString("pipeline"), row.getString("subject"), row.getString("cron"), row.getString("zone"));
    }

    private OffsetDateTime now() {
        return database.sql("SELECT now()").query(OffsetDateTime.class).single();
    }

    private static @Nullable OffsetDateTime next(String cron, String zone, OffsetDateTime after) {
        ZonedDateTime next = CronExpression.parse(cron).next(after.atZoneSameInstant(ZoneId.of(zone)));
        return next == null ? null : next.toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC);
    }
}
