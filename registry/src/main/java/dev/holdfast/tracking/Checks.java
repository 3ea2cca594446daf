package dev.holdfast.tracking;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Keys;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for what callers may log. All that is wrong with a batch is reported at once; the sentence about the first of it is the
 * one that MLflow's clients know.
 */
class Checks {
    static final int MAX_KEY = 250;
    static final int MAX_PARAM = 6000;
    static final int MAX_TAG = 8000;
    static final int MAX_EXPERIMENT_TAG = 20_000;
    static final int MAX_EXPERIMENT_NAME = 500;
    static final int MAX_LOCATION = 2048;
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");
    private final List<FieldError> errors = new ArrayList<>();
    private @Nullable String first;

    /** What is wrong with the batch. */
    static Checks of(RunBatch batch, FieldPaths paths) {
        Checks checks = new Checks();
        for (int i = 0; i < batch.metrics().size(); i++) {
            MetricPoint point = batch.metrics().get(i);
            checks.key(paths.metric(i, "key"), "Metric name", point.key());
            checks.timestamp(paths.metric(i, "timestamp"), point);
        }
        for (int i = 0; i < batch.params().size(); i++) {
            KeyValue param = batch.params().get(i);
            checks.key(paths.key(FieldPaths.Kind.PARAMS, i, param.key()), "Param key", param.key());
            checks.text(paths.value(FieldPaths.Kind.PARAMS, i, param.key()), param.value());
        }
        for (int i = 0; i < batch.tags().size(); i++) {
            KeyValue tag = batch.tags().get(i);
            String field = paths.key(FieldPaths.Kind.TAGS, i, tag.key());
            checks.key(field, field, tag.key());
            checks.text(paths.value(FieldPaths.Kind.TAGS, i, tag.key()), tag.value());
        }
        return checks;
    }

    /** A run's id as it is written in URLs; empty where it can't be one. */
    static Optional<UUID> runUuid(String runId) {
        return RUN_ID.matcher(runId).matches()
                ? Optional.of(
                        new UUID(Long.parseUnsignedLong(runId, 0, 16, 16), Long.parseUnsignedLong(runId, 16, 32, 16)))
                : Optional.empty();
    }

    /** The run's id; a problem (404) where it can't be one. */
    static UUID run(String runId) {
        return runUuid(runId).orElseThrow(() -> noSuchRun(runId));
    }

    static ProblemException noSuchRun(String runId) {
        return new ProblemException(ProblemType.NOT_FOUND, "Run with id=" + runId + " not found");
    }

    void orThrow() {
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, String.valueOf(first), errors);
        }
    }

    private void timestamp(String field, MetricPoint point) {
        if (point.timestampMs() < 0) {
            String why = "metric '" + point.key() + "' (value=" + point.value()
                    + "). Timestamp must be a nonnegative long (64-bit integer) ";
            wrong(
                    new FieldError(field, point.timestampMs(), why),
                    "Invalid value " + point.timestampMs() + " for parameter '" + field + "' supplied: " + why);
        }
    }

    /** {@code entity} is what messages about its length call the key. */
    void key(String field, String entity, String key) {
        try {
            Keys.check(field, key);
        } catch (ProblemException e) {
            wrong(e.errors().getFirst(), e.detail());
            return;
        }
        length(field, entity, key, MAX_KEY);
    }

    void length(String field, String entity, String value, int limit) {
        if (value.length() > limit && value.codePointCount(0, value.length()) > limit) {
            wrong(
                    new FieldError(field, value.length(), "exceeds the maximum length of " + limit + " characters"),
                    "'" + entity + "' exceeds the maximum length of " + limit + " characters");
        }
    }

    /** What a database can keep as text. */
    void text(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                wrong(field, "must not contain the character U+0000.");
                return;
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    wrong(field, "must not contain half a character (an unpaired surrogate).");
                    return;
                }
                i++;
            }
        }
    }

    /** A name for people: any printable text. */
    void name(String field, String name) {
        if (name.isBlank() || name.length() > MAX_KEY || name.chars().anyMatch(Character::isISOControl)) {
            wrong(
                    new FieldError(
                            field,
                            name,
                            "must be 1 to " + MAX_KEY + " characters, not all blank, without control characters."),
                    field + ": must be 1 to " + MAX_KEY + " characters, not all blank, without control characters.");
        }
    }

    /** As much of a value as is kept. */
    static String cut(String value, int limit) {
        return value.length() <= limit || value.codePointCount(0, value.length()) <= limit
                ? value
                : value.substring(0, value.offsetByCodePoints(0, limit));
    }

    private void wrong(String field, String why) {
        wrong(new FieldError(field, null, why), "Invalid value for parameter '" + field + "' supplied: it " + why);
    }

    private void wrong(FieldError error, String detail) {
        errors.add(error);
        if (first == null) {
            first = detail;
        }
    }
}
