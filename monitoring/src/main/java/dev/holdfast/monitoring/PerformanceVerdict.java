package dev.holdfast.monitoring;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.discrete.BinomialDistribution;

/**
 * Whether labelled rows are worse than the reference value of their metric allows.
 *
 * @param score the metric in the window
 * @param threshold the metric that the window must not fall to (accuracy) or rise to (RMSE)
 * @param pValue of a window at least this bad if the metric had stayed as it was
 */
record PerformanceVerdict(String method, double score, double threshold, double pValue, boolean drifted) {
    static final String BINOMIAL = "binomial";
    static final String SQUARED_ERROR_Z = "squared_error_z";
    /** Probability of calling a window drifted although nothing has changed. */
    static final double LEVEL = 0.01;
    /** Accuracy lost that is worth an event, however many rows prove it. */
    static final double LEAST_ACCURACY_LOSS = 0.02;
    /** Growth of the RMSE that is worth an event. */
    static final double LEAST_RMSE_GROWTH = 0.1;

    /** One-sided exact binomial test of the hits against the expected accuracy. */
    static PerformanceVerdict accuracy(long correct, long rows, double expected) {
        BinomialDistribution hits = new BinomialDistribution(Math.toIntExact(rows), Math.clamp(expected, 0, 1));
        double score = correct / (double) rows;
        double critical = (hits.inverseCumulativeProbability(LEVEL) - 1.0) / rows;
        double threshold = Math.min(critical, expected - LEAST_ACCURACY_LOSS);
        double pValue = hits.cumulativeProbability(Math.toIntExact(correct));
        return new PerformanceVerdict(BINOMIAL, score, threshold, pValue, score <= threshold);
    }

    /** One-sided z-test of the mean squared error, with the window's own spread of squared errors, against the expected one. */
    static PerformanceVerdict rmse(double sumOfSquares, double sumOfFourthPowers, long rows, double expected) {
        double mean = sumOfSquares / rows;
        double variance = Math.max(0, sumOfFourthPowers / rows - mean * mean);
        double error = Math.sqrt(variance / rows);
        NormalDistribution normal = new NormalDistribution();
        double excess = mean - expected * expected;
        double pValue = error == 0 ? (excess > 0 ? 0 : 1) : 1 - normal.cumulativeProbability(excess / error);
        double critical = Math.sqrt(expected * expected + normal.inverseCumulativeProbability(1 - LEVEL) * error);
        double threshold = Math.max(critical, expected * (1 + LEAST_RMSE_GROWTH));
        double score = Math.sqrt(mean);
        return new PerformanceVerdict(SQUARED_ERROR_Z, score, threshold, pValue, score > threshold);
    }
}
