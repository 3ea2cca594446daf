package dev.holdfast.monitoring;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.release.Deployments;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes labels that fit their predictions, fills the windows of labelled rows and judges those that are full. */
@Component
class LabelBook {
    private static final String FIRST_WINDOW = "first_window";

    private final JdbcClient database;
    private final LabelledWindowStore windows;
    private final WindowStore traffic;
    private final DriftAlerts alerts;
    private final ModelFacts facts;
    private final Deployments deployments;
    private final AuditLog audit;
    private final MonitoringMetrics metrics;
    private final Clock clock;

    LabelBook(
            JdbcClient database,
            LabelledWindowStore windows,
            WindowStore traffic,
            DriftAlerts alerts,
            ModelFacts facts,
            Deployments deployments,
            AuditLog audit,
            MonitoringMetrics metrics,
            Clock clock) {
        this.database = database;
        this.windows = windows;
        this.traffic = traffic;
        this.alerts = alerts;
        this.facts = facts;
        this.deployments = deployments;
        this.audit = audit;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What became of labels. */
    record Outcome(int accepted, int corrected, int unchanged) {}

    /** A label as it is in the database, and the window that it counts in. */
    private record Kept(Truth truth, int window) {}

    private record WindowKey(int release, int number) {}

    /** Takes in labels of one deployment in their order, in one transaction. */
    @Transactional
    public Outcome apply(String deployment, List<Truth> truths, int unknown, Actor actor) {
        if (truths.isEmpty()) {
            return new Outcome(0, 0, 0);
        }
        long rowsSeen = alerts.lock(deployment, 0) + traffic.openRows(deployment);
        Application application = new Application(deployment, rowsSeen, existing(truths));
        truths.forEach(application::take);
        application.save();
        Outcome outcome = application.outcome();
        audit.record(
                actor,
                "labels.recorded",
                "deployment/" + deployment,
                null,
                Map.of("accepted", outcome.accepted(), "corrected", outcome.corrected(), "unknown", unknown));
        return outcome;
    }

    /** One call's labels on their way into the tables. */
    private final class Application {
        private final String deployment;
        private final long rowsSeen;
        private final Map<LoggedPrediction.Key, Kept> known;
        private final Map<LoggedPrediction.Key, Kept> changed = new LinkedHashMap<>();
        private final Map<WindowKey, LabelledRows> touched = new LinkedHashMap<>();
        private final Map<Integer, LabelledRows> open = new HashMap<>();
        private int accepted;
        private int corrected;
        private int unchanged;

        Application(String deployment, long rowsSeen, Map<LoggedPrediction.Key, Kept> known) {
            this.deployment = deployment;
            this.rowsSeen = rowsSeen;
            this.known = known;
        }

        void take(Truth truth) {
            LoggedPrediction.Key key = truth.prediction().key();
            Kept kept = known.get(key);
            if (kept == null) {
                accept(key, truth);
            } else if (isSame(kept.truth(), truth)
                    || truth.observedAt().isBefore(kept.truth().observedAt())) {
                unchanged++;
            } else {
                correct(key, kept, truth);
            }
        }

        private void accept(LoggedPrediction.Key key, Truth truth) {
            int release = truth.prediction().subject().release();
            LabelledRows window = openWindow(release, truth);
            window.add(truth, 1);
            remember(key, new Kept(truth, window.number));
            accepted++;
            if (window.isFull()) {
                close(truth.prediction().subject(), window);
                open.remove(release);
            }
        }

        private void correct(LoggedPrediction.Key key, Kept kept, Truth truth) {
            int release = truth.prediction().subject().release();
            WindowKey windowKey = new WindowKey(release, kept.window());
            LabelledRows window = touched.get(windowKey);
            if (window == null) {
                Optional<LabelledRows> stored = windows.find(deployment, release, kept.window());
                if (stored.isPresent()) {
                    window = stored.get();
                    touched.put(windowKey, window);
                }
            }
            if (window != null) {
                window.add(kept.truth(), -1);
                window.add(truth, 1);
            }
            remember(key, new Kept(truth, kept.window()));
            corrected++;
        }

        private void remember(LoggedPrediction.Key key, Kept kept) {
            known.put(key, kept);
            changed.put(key, kept);
        }

        private LabelledRows openWindow(int release, Truth truth) {
            LabelledRows window = open.get(release);
            if (window == null) {
                window = newest(release, truth);
                open.put(release, window);
            }
            return window;
        }

        private LabelledRows newest(int release, Truth truth) {
            int number = touched.keySet().stream()
                    .filter(key -> key.release() == release)
                    .mapToInt(WindowKey::number)
                    .max()
                    .orElse(0);
            List<LabelledRows> stored = windows.newest(deployment, release, 1);
            LabelledRows last = stored.isEmpty() ? null : stored.getFirst();
            if (last != null && last.closedAt == null && last.number >= number) {
                WindowKey key = new WindowKey(release, last.number);
                LabelledRows inHand = touched.putIfAbsent(key, last);
                LabelledRows current = inHand == null ? last : inHand;
                if (current.closedAt == null) {
                    return current;
                }
            }
            LabelledRows next = new LabelledRows(
                    Math.max(number, last == null ? 0 : last.number) + 1,
                    deployments.monitoringOf(deployment).windowRows(),
                    truth.prediction().isClassification(),
                    clock.instant());
            touched.put(new WindowKey(release, next.number), next);
            return next;
        }

        private void close(DriftAlerts.Subject subject, LabelledRows window) {
            window.closedAt = clock.instant();
            expect(subject, window);
            Double expected = window.referenceValue;
            boolean isItsOwnReference = FIRST_WINDOW.equals(window.referenceSource) && window.number == 1;
            if (expected != null && !isItsOwnReference) {
                PerformanceVerdict verdict = window.judge(expected);
                window.threshold = verdict.threshold();
                window.pValue = verdict.pValue();
                window.drifted = verdict.drifted();
            }
            windows.save(subject.deployment(), subject.release(), window);
            report(subject, window);
        }

        private void expect(DriftAlerts.Subject subject, LabelledRows window) {
            Double evaluated =
                    facts.of(subject.model(), subject.modelVersion()).metrics().get(window.metric());
            if (evaluated != null) {
                window.referenceValue = evaluated;
                window.referenceSource = "evaluation";
                return;
            }
            LabelledRows first = touched.get(new WindowKey(subject.release(), 1));
            if (first == null) {
                first = windows.find(subject.deployment(), subject.release(), 1).orElse(window);
            }
            window.referenceValue = first.value();
            window.referenceSource = FIRST_WINDOW;
        }

        private void report(DriftAlerts.Subject subject, LabelledRows window) {
            MonitoringMetrics.Series series = metrics.of(subject.deployment(), subject.release());
            series.set(
                    "holdfast.labelled." + window.metric(),
                    window.classification
                            ? "Accuracy of the last window of labelled rows"
                            : "RMSE of the last window of labelled rows",
                    window.value());
            series.set(
                    "holdfast.labels.lag.seconds",
                    "From prediction to observed truth, mean of the last window of labelled rows",
                    window.sumLagSeconds / window.rows);
            long predicted = traffic.rowsByRelease(subject.deployment()).getOrDefault(subject.release(), 0L);
            if (predicted > 0) {
                series.set(
                        "holdfast.labels.coverage.ratio",
                        "Share of the release's predictions whose label is known",
                        windows.labelledRows(subject.deployment(), subject.release()) / (double) predicted);
            }
            alerts.servingSince(subject.deployment(), subject.release())
                    .ifPresent(since -> judge(subject, window, since));
        }

        private void judge(DriftAlerts.Subject subject, LabelledRows window, Instant since) {
            DriftRules rules = DriftRules.DEFAULT;
            Double threshold = window.threshold;
            List<DriftedFeature> drifted = window.drifted && threshold != null
                    ? List.of(new DriftedFeature(
                            window.metric(), window.method(), window.value(), threshold, window.rows))
                    : List.of();
            alerts.judge(
                    subject,
                    DriftKind.PERFORMANCE,
                    windows.lately(subject.deployment(), subject.release(), since, rules.ofWindows()),
                    drifted,
                    rowsSeen,
                    rules);
        }

        void save() {
            touched.forEach((key, window) -> windows.save(deployment, key.release(), window));
            upsert(deployment, changed.values());
        }

        Outcome outcome() {
            return new Outcome(accepted, corrected, unchanged);
        }
    }

    private static boolean isSame(Truth one, Truth other) {
        return Objects.equals(one.trueClass(), other.trueClass()) && Objects.equals(one.number(), other.number());
    }

    private Map<LoggedPrediction.Key, Kept> existing(List<Truth> truths) {
        Map<LoggedPrediction.Key, LoggedPrediction> predictions = new HashMap<>();
        truths.forEach(truth -> predictions.put(truth.prediction().key(), truth.prediction()));
        Map<LoggedPrediction.Key, Kept> known = new HashMap<>();
        database.sql("""
                        SELECT label.* FROM unnest(?::uuid[], ?::integer[]) AS wanted (id, number)
                        JOIN monitoring.label ON label.prediction_id = wanted.id AND label.row_number = wanted.number
                        """)
                .params(
                        new SqlArrayValue(
                                "uuid",
                                truths.stream()
                                        .map(truth -> truth.prediction().key().id())
                                        .toArray()),
                        new SqlArrayValue(
                                "integer",
                                truths.stream()
                                        .map(truth -> truth.prediction().key().row())
                                        .toArray()))
                .query(row -> {
                    LoggedPrediction.Key key = new LoggedPrediction.Key(
                            row.getObject("prediction_id", UUID.class), row.getInt("row_number"));
                    LoggedPrediction prediction = predictions.get(key);
                    double number = row.getDouble("true_number");
                    Double trueNumber = row.wasNull() ? null : number;
                    if (prediction != null) {
                        Truth truth = new Truth(
                                prediction,
                                row.getString("true_class"),
                                trueNumber,
                                row.getTimestamp("observed_at").toInstant());
                        known.put(key, new Kept(truth, row.getInt("labelled_window")));
                    }
                });
        return known;
    }

    private void upsert(String deployment, Collection<Kept> labels) {
        if (labels.isEmpty()) {
            return;
        }
        Timestamp now = Timestamp.from(clock.instant());
        database.sql("""
                        INSERT INTO monitoring.label (deployment, received_at, prediction_id, row_number, release, predicted_at,
                            predicted_class, predicted_number, true_class, true_number, observed_at, labelled_window)
                        SELECT ?, ?, new.* FROM unnest(?::uuid[], ?::integer[], ?::integer[], ?::timestamptz[], ?::text[],
                            ?::double precision[], ?::text[], ?::double precision[], ?::timestamptz[], ?::integer[]) AS new
                        ON CONFLICT (prediction_id, row_number) DO UPDATE SET
                            true_class = EXCLUDED.true_class, true_number = EXCLUDED.true_number,
                            observed_at = EXCLUDED.observed_at, received_at = EXCLUDED.received_at
                        """)
                .params(
                        deployment,
                        now,
                        array(
                                "uuid",
                                labels,
                                kept -> kept.truth().prediction().key().id()),
                        array(
                                "integer",
                                labels,
                                kept -> kept.truth().prediction().key().row()),
                        array(
                                "integer",
                                labels,
                                kept -> kept.truth().prediction().subject().release()),
                        array(
                                "timestamptz",
                                labels,
                                kept -> Timestamp.from(kept.truth().prediction().at())),
                        array("text", labels, kept -> kept.truth().prediction().predictedClass()),
                        array(
                                "float8",
                                labels,
                                kept -> kept.truth().prediction().number()),
                        array("text", labels, kept -> kept.truth().trueClass()),
                        array("float8", labels, kept -> kept.truth().number()),
                        array(
                                "timestamptz",
                                labels,
                                kept -> Timestamp.from(kept.truth().observedAt())),
                        array("integer", labels, Kept::window))
                .update();
    }

    private static SqlArrayValue array(String type, Collection<Kept> labels, Function<Kept, @Nullable Object> value) {
        return new SqlArrayValue(type, labels.stream().map(value).toArray());
    }
}
