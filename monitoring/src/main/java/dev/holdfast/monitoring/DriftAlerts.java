package dev.holdfast.monitoring;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.release.Deployments;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Turns drifted windows into events: when k of the last n have drifted, once until it clears, another release serves or many more rows have come. */
@Component
class DriftAlerts {
    private static final TypeReference<List<DriftedFeature>> FEATURES = new TypeReference<>() {};

    private final JdbcClient database;
    private final JsonMapper json;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final MonitoringMetrics metrics;
    private final Deployments deployments;
    private final Clock clock;

    DriftAlerts(
            JdbcClient database,
            JsonMapper json,
            AuditLog audit,
            ApplicationEventPublisher events,
            MonitoringMetrics metrics,
            Deployments deployments,
            Clock clock) {
        this.database = database;
        this.json = json;
        this.audit = audit;
        this.events = events;
        this.metrics = metrics;
        this.deployments = deployments;
        this.clock = clock;
    }

    /** The release and the version behind it, as events name them. */
    record Subject(String deployment, int release, String model, int modelVersion) {}

    /** Puts the evaluations of a deployment in order: holds until the transaction ends. Returns its predictions so far with {@code more}. */
    long lock(String deployment, long more) {
        return database.sql("""
                        INSERT INTO monitoring.deployment_total AS total (deployment, rows_seen) VALUES (?, ?)
                        ON CONFLICT (deployment) DO UPDATE SET rows_seen = total.rows_seen + EXCLUDED.rows_seen
                        RETURNING rows_seen
                        """).params(deployment, more).query(Long.class).single();
    }

    /** Another release serves: what was told about the ones before is settled. */
    void activated(String deployment, int release, Instant at) {
        database.sql("""
                        INSERT INTO monitoring.activation AS known (deployment, release, activated_at) VALUES (?, ?, ?)
                        ON CONFLICT (deployment) DO UPDATE
                            SET release = EXCLUDED.release, activated_at = EXCLUDED.activated_at
                            WHERE known.activated_at < EXCLUDED.activated_at
                        """).params(deployment, release, Timestamp.from(at)).update();
        database.sql("DELETE FROM monitoring.alert WHERE deployment = ?")
                .param(deployment)
                .update();
    }

    /** Since when the release serves: a past before that doesn't count against it. Empty where another one serves. */
    Optional<Instant> servingSince(String deployment, int release) {
        Optional<Activation> activation = database.sql(
                        "SELECT release, activated_at FROM monitoring.activation WHERE deployment = ?")
                .param(deployment)
                .query((row, number) -> new Activation(
                        row.getInt("release"), row.getTimestamp("activated_at").toInstant()))
                .optional();
        if (activation.isEmpty()) {
            return Optional.of(Instant.EPOCH);
        }
        return activation.filter(known -> known.release() == release).map(Activation::at);
    }

    private record Activation(int release, Instant at) {}

    /**
     * Raises, keeps or clears the alert of one kind after a window.
     *
     * @param lately the judged windows of the release, this one first: whether each drifted
     * @param drifted what drifted in this window
     */
    void judge(
            Subject subject,
            DriftKind kind,
            List<Boolean> lately,
            List<DriftedFeature> drifted,
            long rowsSeen,
            DriftRules rules) {
        long count = lately.stream()
                .limit(rules.ofWindows())
                .filter(Boolean::booleanValue)
                .count();
        if (count < rules.driftedWindows()) {
            clear(subject, kind);
        } else if (!drifted.isEmpty() && isNew(subject, kind, rowsSeen)) {
            raise(subject, kind, drifted, rowsSeen);
        }
    }

    private void clear(Subject subject, DriftKind kind) {
        database.sql("DELETE FROM monitoring.alert WHERE deployment = ? AND release = ? AND kind = ?")
                .params(subject.deployment(), subject.release(), wireName(kind))
                .update();
    }

    private boolean isNew(Subject subject, DriftKind kind, long rowsSeen) {
        return database.sql("""
                        INSERT INTO monitoring.alert AS told (deployment, release, kind, raised_rows, raised_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (deployment, release, kind) DO UPDATE
                            SET raised_rows = EXCLUDED.raised_rows, raised_at = EXCLUDED.raised_at
                            WHERE EXCLUDED.raised_rows - told.raised_rows >= ?
                        """)
                        .params(
                                subject.deployment(),
                                subject.release(),
                                wireName(kind),
                                rowsSeen,
                                Timestamp.from(clock.instant()),
                                deployments.monitoringOf(subject.deployment()).realertRows())
                        .update()
                > 0;
    }

    private void raise(Subject subject, DriftKind kind, List<DriftedFeature> drifted, long rowsSeen) {
        DriftDetected event = new DriftDetected(
                Ids.next(),
                subject.deployment(),
                subject.release(),
                subject.model(),
                subject.modelVersion(),
                kind,
                drifted,
                rowsSeen,
                clock.instant());
        database.sql("""
                        INSERT INTO monitoring.drift_event
                            (id, deployment, release, model, model_version, kind, features, rows_seen, raised_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                        """)
                .params(
                        event.id(),
                        event.deployment(),
                        event.release(),
                        event.model(),
                        event.modelVersion(),
                        wireName(kind),
                        json.writeValueAsString(drifted),
                        rowsSeen,
                        Timestamp.from(event.at()))
                .update();
        audit.record(
                Actor.SYSTEM,
                "drift.detected",
                "deployment/" + event.deployment(),
                null,
                Map.of(
                        "id",
                        event.id(),
                        "release",
                        event.release(),
                        "kind",
                        wireName(kind),
                        "features",
                        drifted.size()));
        events.publishEvent(event);
        metrics.of(event.deployment(), event.release()).events.increment();
    }

    /** Events, newest first. */
    Page<DriftDetected> events(String deployment, PageRequest page) {
        List<Row> rows = database.sql("""
                        SELECT * FROM monitoring.drift_event
                        WHERE deployment = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?
                        """)
                .params(deployment, page.afterNumber().orElse(Long.MAX_VALUE), page.limit())
                .query((row, number) -> new Row(row.getLong("sequence"), event(row)))
                .list();
        return Page.of(rows, page, row -> List.of(Long.toString(row.sequence())))
                .map(Row::event);
    }

    private record Row(long sequence, DriftDetected event) {}

    private DriftDetected event(ResultSet row) throws SQLException {
        return new DriftDetected(
                row.getObject("id", java.util.UUID.class),
                row.getString("deployment"),
                row.getInt("release"),
                row.getString("model"),
                row.getInt("model_version"),
                DriftKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                json.readValue(row.getString("features"), FEATURES),
                row.getLong("rows_seen"),
                row.getTimestamp("raised_at").toInstant());
    }

    private static String wireName(DriftKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
