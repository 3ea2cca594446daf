package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The truth about one predicted row, as it became known.
 *
 * @param predictionId what the prediction's answer carried
 * @param row of the request, from 0
 * @param value the class (text, whole number or truth) or, for a regression, a finite number
 * @param observedAt when it became known; absent: now. Of two truths about a row the one observed later holds
 */
public record Label(
        UUID predictionId, int row, Object value, @Nullable Instant observedAt) {}
