package dev.holdfast.monitoring;

/**
 * One figure that crossed its threshold.
 *
 * @param name the feature, the output of the model, or the metric
 * @param method how the score was computed: {@code psi}, {@code binomial}, {@code squared_error_z}
 * @param score what was measured
 * @param threshold the score from which on it counts as drift, for this many rows
 * @param n rows measured
 */
public record DriftedFeature(String name, String method, double score, double threshold, long n) {}
