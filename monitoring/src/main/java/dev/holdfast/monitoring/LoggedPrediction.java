package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the prediction log without its features.
 *
 * @param number the score of a class or the value of a regression
 */
record LoggedPrediction(
        Key key,
        DriftAlerts.Subject subject,
        Instant at,
        @Nullable String predictedClass,
        @Nullable Double number) {
    /** A row of a request. */
    record Key(UUID id, int row) {}

    boolean isClassification() {
        return predictedClass != null;
    }
}
