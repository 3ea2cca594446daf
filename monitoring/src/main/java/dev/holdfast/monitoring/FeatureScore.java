package dev.holdfast.monitoring;

import org.jspecify.annotations.Nullable;

/**
 * One cell of the heat map feature × window: a column's score in a window by the method that decides.
 *
 * @param method absent, as score and threshold, where there was nothing to compare with
 */
public record FeatureScore(
        String name,
        @Nullable String method,
        @Nullable Double score,
        @Nullable Double threshold,
        long n,
        boolean drifted) {}
