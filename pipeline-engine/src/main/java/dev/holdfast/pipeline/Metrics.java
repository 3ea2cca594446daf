package dev.holdfast.pipeline;

import java.util.Set;

/** Which way metrics are better. */
final class Metrics {
    private static final Set<String> LOWER_IS_BETTER =
            Set.of("log_loss", "brier", "ece", "rmse", "mae", "mse", "mape", "max_error", "error_rate");

    private Metrics() {}

    static boolean lowerIsBetter(String metric) {
        return LOWER_IS_BETTER.contains(metric);
    }

    /** How much worse {@code value} is than {@code incumbent}; negative where it is better. */
    static double regression(String metric, double value, double incumbent) {
        return lowerIsBetter(metric) ? value - incumbent : incumbent - value;
    }
}
