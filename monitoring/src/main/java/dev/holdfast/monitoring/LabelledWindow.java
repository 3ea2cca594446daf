package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labelled rows of a release, as many as a window has, in the order in which their labels came.
 *
 * @param number counts from 1 within the release
 * @param metrics {@code accuracy}, or {@code rmse}, {@code mae} and {@code bias} (prediction minus truth)
 * @param metric the one that is judged
 * @param referenceValue what the metric is expected to be; absent for the first window of a model without an evaluation
 * @param referenceSource {@code evaluation} (on held-out data when the model was made) or {@code first_window}
 * @param threshold the metric beyond which the window has drifted
 * @param method {@code binomial} or {@code squared_error_z}
 * @param pValue of a window at least this bad although nothing has changed
 * @param meanLagSeconds from prediction to observation of the truth
 * @param closedAt absent while it still fills
 */
public record LabelledWindow(
        int release,
        int number,
        long rows,
        Map<String, Double> metrics,
        String metric,
        @Nullable Double referenceValue,
        @Nullable String referenceSource,
        @Nullable Double threshold,
        String method,
        @Nullable Double pValue,
        boolean drifted,
        double meanLagSeconds,
        Instant openedAt,
        @Nullable Instant closedAt) {
    public LabelledWindow {
        metrics = Map.copyOf(metrics);
    }
}
