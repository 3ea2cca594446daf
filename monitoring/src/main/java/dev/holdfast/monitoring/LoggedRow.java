package dev.holdfast.monitoring;

import dev.holdfast.release.Release;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A predicted row on its way to the log.
 *
 * @param arm the arm of the traffic policy; absent where there was none
 * @param number the score of a class or the value; absent where there is none
 * @param features a JSON object in the order of the inputs
 */
record LoggedRow(
        UUID id,
        int row,
        Instant at,
        Release release,
        @Nullable String arm,
        @Nullable String predictedClass,
        @Nullable Double number,
        String features) {}
