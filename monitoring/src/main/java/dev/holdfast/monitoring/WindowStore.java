package dev.holdfast.monitoring;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.release.Release;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The windows in the database. */
@Component
class WindowStore {
    private static final String FEATURES = "features";
    private static final String PREDICTIONS = "predictions";

    private final JdbcClient database;
    private final JsonMapper json;
    private final DriftAlerts alerts;

    WindowStore(JdbcClient database, JsonMapper json, DriftAlerts alerts) {
        this.database = database;
        this.json = json;
        this.alerts = alerts;
    }

    /** Writes what open windows have counted so far, so that a crash loses little. */
    @Transactional
    public void keep(List<TrafficWindow> open, UUID replica) {
        open.forEach(window -> upsert(window, replica));
    }

    private void upsert(TrafficWindow window, UUID replica) {
        Release release = window.release();
        database.sql("""
                        INSERT INTO monitoring.traffic_window AS known
                            (id, deployment, release, model, model_version, replica, opened_at, last_at, row_count, counts)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE
                            SET last_at = EXCLUDED.last_at, row_count = EXCLUDED.row_count, counts = EXCLUDED.counts
                            WHERE known.sequence IS NULL
                        """)
                .params(
                        window.id(),
                        release.deployment(),
                        release.number(),
                        release.model(),
                        release.modelVersion(),
                        replica,
                        Timestamp.from(window.openedAt()),
                        Timestamp.from(window.lastAt()),
                        window.rows(),
                        CountsCodec.encode(window))
                .update();
    }

    /** Writes a closed window with its verdict and raises or clears alerts, in one transaction. */
    @Transactional
    public void close(ClosedWindow closed, WindowVerdict verdict, UUID replica, DriftRules rules) {
        TrafficWindow window = closed.window();
        Release release = window.release();
        if (isClosed(window.id())) {
            return; // it was written before the answer got lost, or another replica took this one for dead
        }
        long rowsSeen = alerts.lock(release.deployment(), window.rows());
        upsert(window, replica);
        complete(closed, verdict, rowsSeen);
        if (verdict.judged()) {
            judge(release, verdict, rowsSeen, rules);
        }
    }

    private boolean isClosed(UUID id) {
        return database.sql("SELECT sequence IS NOT NULL FROM monitoring.traffic_window WHERE id = ? FOR UPDATE")
                .param(id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private void complete(ClosedWindow closed, WindowVerdict verdict, long rowsSeen) {
        database.sql("""
                        UPDATE monitoring.traffic_window SET
                            sequence = nextval('monitoring.window_sequence'), closed_at = :closedAt, closed_because = :because,
                            judged = :judged, input_drifted = :inputDrifted, prediction_drifted = :predictionDrifted,
                            features_compared = :compared, features_drifted = :drifted, worst_psi = :worstPsi,
                            rows_seen = :rowsSeen, reference_source = :source, scores = :scores::jsonb, report = :report::jsonb
                        WHERE id = :id
                        """)
                .param("closedAt", Timestamp.from(closed.closedAt()))
                .param("because", closed.cause().wireName())
                .param("judged", verdict.judged())
                .param("inputDrifted", verdict.inputDrifted())
                .param("predictionDrifted", verdict.predictionDrifted())
                .param("compared", verdict.features().size())
                .param("drifted", verdict.featuresDrifted())
                .param("worstPsi", verdict.worstPsi(), Types.DOUBLE)
                .param("rowsSeen", rowsSeen)
                .param("source", closed.window().reference().name().toLowerCase(Locale.ROOT))
                .param(
                        "scores",
                        json.writeValueAsString(Map.of(
                                FEATURES, WindowVerdict.scores(verdict.features()),
                                PREDICTIONS, WindowVerdict.scores(verdict.predictions()))))
                .param(
                        "report",
                        json.writeValueAsString(
                                Map.of(FEATURES, verdict.features(), PREDICTIONS, verdict.predictions())))
                .param("id", closed.window().id())
                .update();
    }

    private void judge(Release release, WindowVerdict verdict, long rowsSeen, DriftRules rules) {
        Optional<Instant> since = alerts.servingSince(release.deployment(), release.number());
        if (since.isEmpty()) {
            return; // a straggler of a release that no longer serves
        }
        DriftAlerts.Subject subject = new DriftAlerts.Subject(
                release.deployment(), release.number(), release.model(), release.modelVersion());
        List<Boolean[]> lately = database.sql("""
                        SELECT input_drifted, prediction_drifted FROM monitoring.traffic_window
                        WHERE deployment = ? AND release = ? AND judged AND opened_at >= ? AND sequence IS NOT NULL
                        ORDER BY sequence DESC LIMIT ?
                        """)
                .params(release.deployment(), release.number(), Timestamp.from(since.get()), rules.ofWindows())
                .query((row, number) -> new Boolean[] {row.getBoolean(1), row.getBoolean(2)})
                .list();
        alerts.judge(
                subject,
                DriftKind.INPUT,
                lately.stream().map(drifted -> drifted[0]).toList(),
                WindowVerdict.drifted(verdict.features()),
                rowsSeen,
                rules);
        alerts.judge(
                subject,
                DriftKind.PREDICTION,
                lately.stream().map(drifted -> drifted[1]).toList(),
                WindowVerdict.drifted(verdict.predictions()),
                rowsSeen,
                rules);
    }

    /** Says that this replica lives, by the database's clock. */
    void heartbeat(UUID replica) {
        database.sql("""
                        INSERT INTO monitoring.replica (id, seen_at) VALUES (?, now())
                        ON CONFLICT (id) DO UPDATE SET seen_at = now()
                        """).param(replica).update();
    }

    void forget(UUID replica) {
        database.sql("DELETE FROM monitoring.replica WHERE id = ?")
                .param(replica)
                .update();
    }

    /** A window whose replica is gone. */
    static final class Orphan {
        private final UUID id;
        private final Release release;
        private final Instant openedAt;
        private final Instant lastAt;
        private final long rows;
        private final UUID replica;
        private final byte[] counts;

        Orphan(ResultSet row) throws SQLException {
            id = row.getObject("id", UUID.class);
            openedAt = row.getTimestamp("opened_at").toInstant();
            lastAt = row.getTimestamp("last_at").toInstant();
            rows = row.getLong("row_count");
            replica = row.getObject("replica", UUID.class);
            counts = row.getBytes("counts");
            // Only what windows keep of a release: its other facts do not matter here.
            release = new Release(
                    row.getString("deployment"),
                    row.getInt("release"),
                    row.getString("model"),
                    row.getInt("model_version"),
                    Digest.of(""),
                    openedAt,
                    "");
        }

        Release release() {
            return release;
        }

        UUID replica() {
            return replica;
        }

        /** The window as its replica left it. */
        ClosedWindow closed(ModelReference reference, List<String> ignored, Instant now) {
            CountsCodec.Decoded decoded = CountsCodec.decode(counts, reference);
            TrafficWindow window = new TrafficWindow(
                    id, release, openedAt, reference.source(), decoded.inputs(), decoded.outputs(), ignored);
            window.counted(rows, lastAt);
            return new ClosedWindow(window, reference, ClosedWindow.Cause.RESTART, now);
        }
    }

    /** Open windows of replicas that have not been heard of for so long. */
    List<Orphan> orphans(Duration silence) {
        return database.sql("""
                        SELECT open.* FROM monitoring.traffic_window open
                        WHERE open.sequence IS NULL AND NOT EXISTS (
                            SELECT 1 FROM monitoring.replica
                            WHERE replica.id = open.replica AND replica.seen_at > now() - make_interval(secs => ?))
                        ORDER BY open.opened_at LIMIT 100
                        """)
                .param(silence.toSeconds())
                .query((row, number) -> new Orphan(row))
                .list();
    }

    /** Closed windows of a deployment, newest first. */
    Page<WindowSummary> windows(String deployment, PageRequest page) {
        List<WindowSummary> rows = database.sql("""
                        SELECT * FROM monitoring.traffic_window
                        WHERE deployment = ? AND sequence IS NOT NULL AND sequence < ? ORDER BY sequence DESC LIMIT ?
                        """)
                .params(deployment, page.afterNumber().orElse(Long.MAX_VALUE), page.limit())
                .query((row, number) -> summary(row))
                .list();
        return Page.of(rows, page, window -> List.of(Long.toString(window.sequence())));
    }

    /** A closed window with everything that was found in it. */
    record Found(
            WindowSummary summary,
            ReferenceSource reference,
            List<ColumnDrift> features,
            List<ColumnDrift> predictions) {}

    Optional<Found> window(String deployment, UUID id) {
        return database.sql(
                        "SELECT * FROM monitoring.traffic_window WHERE deployment = ? AND id = ? AND sequence IS NOT NULL")
                .params(deployment, id)
                .query((row, number) -> found(row))
                .optional();
    }

    /** The newest window of a release that could be judged, otherwise the newest of all. */
    Optional<Found> newest(String deployment, int release) {
        return database.sql("""
                        SELECT * FROM monitoring.traffic_window
                        WHERE deployment = ? AND release = ? AND sequence IS NOT NULL
                        ORDER BY judged DESC, sequence DESC LIMIT 1
                        """)
                .params(deployment, release)
                .query((row, number) -> found(row))
                .optional();
    }

    /** Rows in windows that are not closed yet. */
    long openRows(String deployment) {
        return database.sql("""
                        SELECT coalesce(sum(row_count), 0)::bigint FROM monitoring.traffic_window
                        WHERE deployment = ? AND sequence IS NULL
                        """).param(deployment).query(Long.class).single();
    }

    /** Rows predicted by each release, as far as windows are kept. */
    Map<Integer, Long> rowsByRelease(String deployment) {
        Map<Integer, Long> rows = new TreeMap<>();
        database.sql("""
                        SELECT release, sum(row_count)::bigint FROM monitoring.traffic_window
                        WHERE deployment = ? GROUP BY release
                        """).param(deployment).query(row -> {
            rows.put(row.getInt(1), row.getLong(2));
        });
        return rows;
    }

    int deleteOlder(Instant than) {
        return database.sql("DELETE FROM monitoring.traffic_window WHERE opened_at < ?")
                .param(Timestamp.from(than))
                .update();
    }

    private Found found(ResultSet row) throws SQLException {
        Map<String, List<ColumnDrift>> report =
                json.readValue(row.getString("report"), new TypeReference<Map<String, List<ColumnDrift>>>() {});
        return new Found(
                summary(row),
                ReferenceSource.valueOf(row.getString("reference_source").toUpperCase(Locale.ROOT)),
                report.getOrDefault(FEATURES, List.of()),
                report.getOrDefault(PREDICTIONS, List.of()));
    }

    private WindowSummary summary(ResultSet row) throws SQLException {
        Map<String, List<FeatureScore>> scores =
                json.readValue(row.getString("scores"), new TypeReference<Map<String, List<FeatureScore>>>() {});
        double worstPsi = row.getDouble("worst_psi");
        Double psi = row.wasNull() ? null : worstPsi;
        return new WindowSummary(
                row.getObject("id", UUID.class),
                row.getLong("sequence"),
                row.getInt("release"),
                row.getString("model"),
                row.getInt("model_version"),
                row.getLong("row_count"),
                row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("closed_at").toInstant(),
                row.getString("closed_because"),
                row.getBoolean("judged"),
                row.getBoolean("input_drifted"),
                row.getBoolean("prediction_drifted"),
                row.getInt("features_compared"),
                row.getInt("features_drifted"),
                psi,
                row.getLong("rows_seen"),
                scores.getOrDefault(FEATURES, List.of()),
                scores.getOrDefault(PREDICTIONS, List.of()));
    }
}
