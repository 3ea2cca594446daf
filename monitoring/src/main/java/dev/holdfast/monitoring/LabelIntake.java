package dev.holdfast.monitoring;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import io.micrometer.core.instrument.Counter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds the predictions that labels are about, checks that they fit, and keeps the early ones until their prediction is written. */
@Component
class LabelIntake {
    static final int MOST_LABELS = 10_000;
    private static final Logger log = LoggerFactory.getLogger(LabelIntake.class);
    private static final int ERRORS_TOLD = 100;
    private static final int UNKNOWN_TOLD = 10;
    /** A prediction this young may still be in the buffer of another replica. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private static final Duration EARLY_KEPT = Duration.ofMinutes(10);

    private final JdbcClient database;
    private final JsonMapper json;
    private final LabelBook book;
    private final ModelFacts facts;
    private final Clock clock;
    private final Counter unmatched;

    LabelIntake(
            JdbcClient database,
            JsonMapper json,
            LabelBook book,
            ModelFacts facts,
            MonitoringMetrics metrics,
            Clock clock) {
        this.database = database;
        this.json = json;
        this.book = book;
        this.facts = facts;
        this.clock = clock;
        unmatched = metrics.server(
                "holdfast.labels.unmatched", "Early labels whose prediction never came, or that did not fit it");
    }

    /** @param settle lets this server write what it has in its buffers */
    LabelReceipt take(String deployment, List<Label> labels, Runnable settle, Actor actor) {
        if (labels.isEmpty() || labels.size() > MOST_LABELS) {
            throw ProblemException.invalid(
                    "labels",
                    labels.size() + " labels",
                    "must be 1 to " + MOST_LABELS + "; send more in several calls.");
        }
        checkValues(labels);
        Map<LoggedPrediction.Key, LoggedPrediction> found = find(deployment, labels);
        if (labels.stream().anyMatch(label -> !found.containsKey(key(label)))) {
            settle.run();
            found.putAll(find(
                    deployment,
                    labels.stream()
                            .filter(label -> !found.containsKey(key(label)))
                            .toList()));
        }
        List<Truth> truths = new ArrayList<>();
        List<Label> early = new ArrayList<>();
        List<LabelReceipt.UnknownPrediction> unknown = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        Instant now = clock.instant();
        for (int i = 0; i < labels.size(); i++) {
            Label label = labels.get(i);
            LoggedPrediction prediction = found.get(key(label));
            if (prediction == null) {
                if (isRecent(label.predictionId(), now)) {
                    early.add(label);
                } else {
                    unknown.add(new LabelReceipt.UnknownPrediction(label.predictionId(), label.row()));
                }
                continue;
            }
            FieldError error = Truth.check("labels[" + i + "].label", label.value(), prediction, classes(prediction));
            if (error == null) {
                truths.add(Truth.of(label.value(), prediction, observed(label, now)));
            } else if (errors.size() < ERRORS_TOLD) {
                errors.add(error);
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        keep(deployment, early, now);
        LabelBook.Outcome outcome = book.apply(deployment, truths, unknown.size(), actor);
        return new LabelReceipt(
                outcome.accepted(),
                outcome.corrected(),
                outcome.unchanged(),
                early.size(),
                unknown.size(),
                unknown.subList(0, Math.min(UNKNOWN_TOLD, unknown.size())));
    }

    private static void checkValues(List<Label> labels) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < labels.size() && errors.size() < ERRORS_TOLD; i++) {
            FieldError error =
                    Truth.check("labels[" + i + "].label", labels.get(i).value());
            if (error != null) {
                errors.add(error);
            } else if (labels.get(i).row() < 0) {
                errors.add(new FieldError("labels[" + i + "].row", labels.get(i).row(), "must be at least 0."));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private List<String> classes(LoggedPrediction prediction) {
        return facts.of(prediction.subject().model(), prediction.subject().modelVersion())
                .classes();
    }

    private static Instant observed(Label label, Instant now) {
        Instant observedAt = label.observedAt();
        return observedAt == null ? now : observedAt;
    }

    private static LoggedPrediction.Key key(Label label) {
        return new LoggedPrediction.Key(label.predictionId(), label.row());
    }

    /** Prediction ids are UUIDv7: they tell when they were made. */
    private static boolean isRecent(UUID id, Instant now) {
        if (id.version() != 7) {
            return false;
        }
        long age = now.toEpochMilli() - (id.getMostSignificantBits() >>> 16);
        return Math.abs(age) < RECENT.toMillis();
    }

    private Map<LoggedPrediction.Key, LoggedPrediction> find(String deployment, List<Label> labels) {
        Map<LoggedPrediction.Key, LoggedPrediction> found = new HashMap<>();
        database.sql("""
                        SELECT prediction.* FROM unnest(?::uuid[], ?::integer[]) AS wanted (id, number)
                        JOIN monitoring.prediction ON prediction.prediction_id = wanted.id AND prediction.row_number = wanted.number
                        WHERE prediction.deployment = ?
                        """)
                .params(
                        new SqlArrayValue(
                                "uuid", labels.stream().map(Label::predictionId).toArray()),
                        new SqlArrayValue(
                                "integer", labels.stream().map(Label::row).toArray()),
                        deployment)
                .query(row -> {
                    LoggedPrediction prediction = prediction(row);
                    found.put(prediction.key(), prediction);
                });
        return found;
    }

    private static LoggedPrediction prediction(ResultSet row) throws SQLException {
        double number = row.getDouble("predicted_number");
        Double predicted = row.wasNull() ? null : number;
        return new LoggedPrediction(
                new LoggedPrediction.Key(row.getObject("prediction_id", UUID.class), row.getInt("row_number")),
                new DriftAlerts.Subject(
                        row.getString("deployment"),
                        row.getInt("release"),
                        row.getString("model"),
                        row.getInt("model_version")),
                row.getTimestamp("predicted_at").toInstant(),
                row.getString("predicted_class"),
                predicted);
    }

    private void keep(String deployment, List<Label> early, Instant now) {
        for (Label label : early) {
            database.sql("""
                            INSERT INTO monitoring.early_label AS known
                                (prediction_id, row_number, deployment, label_value, observed_at, received_at)
                            VALUES (?, ?, ?, ?::jsonb, ?, ?)
                            ON CONFLICT (prediction_id, row_number) DO UPDATE
                                SET label_value = EXCLUDED.label_value, observed_at = EXCLUDED.observed_at
                                WHERE known.observed_at <= EXCLUDED.observed_at
                            """)
                    .params(
                            label.predictionId(),
                            label.row(),
                            deployment,
                            json.writeValueAsString(label.value()),
                            Timestamp.from(observed(label, now)),
                            Timestamp.from(now))
                    .update();
        }
    }

    private record Early(LoggedPrediction prediction, Object value, Instant observedAt) {}

    /** Applies early labels whose prediction has been written since, and gives up those that waited too long. */
    void applyEarly() {
        Map<String, List<Early>> byDeployment = new LinkedHashMap<>();
        database.sql("""
                        SELECT prediction.*, early.label_value, early.observed_at
                        FROM monitoring.early_label early
                        JOIN monitoring.prediction ON prediction.prediction_id = early.prediction_id
                            AND prediction.row_number = early.row_number AND prediction.deployment = early.deployment
                        ORDER BY early.received_at LIMIT 10000
                        """).query(row -> {
            LoggedPrediction prediction = prediction(row);
            byDeployment
                    .computeIfAbsent(prediction.subject().deployment(), ignored -> new ArrayList<>())
                    .add(new Early(
                            prediction,
                            json.readValue(row.getString("label_value"), Object.class),
                            row.getTimestamp("observed_at").toInstant()));
        });
        byDeployment.forEach(this::applyEarly);
        int expired = database.sql("DELETE FROM monitoring.early_label WHERE received_at < ?")
                .param(Timestamp.from(clock.instant().minus(EARLY_KEPT)))
                .update();
        unmatched.increment(expired);
    }

    private void applyEarly(String deployment, List<Early> early) {
        List<Truth> truths = new ArrayList<>();
        for (Early label : early) {
            FieldError error = Truth.check("label", label.value(), label.prediction(), classes(label.prediction()));
            if (error == null) {
                truths.add(Truth.of(label.value(), label.prediction(), label.observedAt()));
            } else {
                unmatched.increment();
                log.warn(
                        "An early label of prediction {} does not fit it: {}",
                        label.prediction().key().id(),
                        error.message());
            }
        }
        book.apply(deployment, truths, 0, Actor.SYSTEM);
        database.sql("""
                        DELETE FROM monitoring.early_label USING unnest(?::uuid[], ?::integer[]) AS done (id, number)
                        WHERE prediction_id = done.id AND row_number = done.number
                        """)
                .params(
                        new SqlArrayValue(
                                "uuid",
                                early.stream()
                                        .map(label -> label.prediction().key().id())
                                        .toArray()),
                        new SqlArrayValue(
                                "integer",
                                early.stream()
                                        .map(label -> label.prediction().key().row())
                                        .toArray()))
                .update();
    }
}
