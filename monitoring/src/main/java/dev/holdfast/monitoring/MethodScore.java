package dev.holdfast.monitoring;

import org.jspecify.annotations.Nullable;

/**
 * What one method says about one column in one window.
 *
 * @param method {@code psi}, {@code kolmogorov_smirnov}, {@code jensen_shannon}, {@code wasserstein} or {@code chi_square}
 * @param score the statistic; absent where it has no value, as {@code note} explains
 * @param threshold the score that drift exceeds, for these numbers of rows
 * @param pValue of the test, where the method is one
 * @param n live rows that took part
 * @param referenceN reference rows that took part
 * @param drifted whether the score exceeds the threshold
 * @param note why there is no score
 */
public record MethodScore(
        String method,
        @Nullable Double score,
        @Nullable Double threshold,
        @Nullable Double pValue,
        long n,
        long referenceN,
        boolean drifted,
        @Nullable String note) {}
