package dev.holdfast.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a shadow compares with a champion, over all copies that it has had.
 *
 * @param requests copies that it ran, those that failed included
 * @param rows rows of those that it answered
 * @param agreement share of the rows in which both said the same; absent without rows
 * @param errors copies that it failed on
 * @param dropped copies that it never got, as too many waited
 * @param meanDifference of its numbers from the champion's; absent where there are none
 * @param championMeanMs milliseconds that the champion's model took for the same requests
 * @param shadowMaxMs the longest run, in milliseconds
 * @param lastError the newest failure
 */
public record ShadowComparison(
        int release,
        int champion,
        long requests,
        long rows,
        @Nullable Double agreement,
        long errors,
        @Nullable Double errorRate,
        long dropped,
        @Nullable Double meanDifference,
        @Nullable Double meanAbsoluteDifference,
        @Nullable Double maxAbsoluteDifference,
        @Nullable Double championMeanMs,
        @Nullable Double shadowMeanMs,
        double shadowMaxMs,
        @Nullable String lastError,
        Instant firstAt,
        Instant lastAt) {}
