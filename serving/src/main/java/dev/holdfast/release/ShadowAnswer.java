package dev.holdfast.release;

import java.time.Instant;
import java.util.UUID;

/**
 * What the champion and a shadow answered to the same row.
 *
 * @param agrees whether both said the same
 * @param championAnswer the label, or the number of a model without labels
 */
public record ShadowAnswer(
        UUID predictionId,
        int row,
        int release,
        int champion,
        boolean agrees,
        String championAnswer,
        String shadowAnswer,
        Instant at) {}
