package dev.holdfast.monitoring;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How right a release has been, as far as labels tell.
 *
 * @param predictedRows rows that the release has predicted
 * @param labelledRows rows whose label is known
 * @param labelCoverage labelled rows by predicted rows; absent without predictions
 * @param meanLagSeconds from prediction to observation of the truth; absent without labels
 * @param task {@code classification} or {@code regression}; absent without labels
 * @param metrics {@code accuracy}, or {@code rmse}, {@code mae} and {@code bias}
 * @param referenceMetrics of the model version on held-out data, where it has the same ones
 * @param confusion counts by truth and prediction, the largest first, 400 at most
 * @param windows the newest labelled windows, newest first, 50 at most
 */
public record ReleasePerformance(
        int release,
        String model,
        int modelVersion,
        long predictedRows,
        long labelledRows,
        @Nullable Double labelCoverage,
        @Nullable Double meanLagSeconds,
        @Nullable String task,
        Map<String, Double> metrics,
        Map<String, Double> referenceMetrics,
        List<ConfusionCell> confusion,
        List<LabelledWindow> windows) {
    public ReleasePerformance {
        metrics = Map.copyOf(metrics);
        referenceMetrics = Map.copyOf(referenceMetrics);
        confusion = List.copyOf(confusion);
        windows = List.copyOf(windows);
    }

    /** Labelled rows of class {@code truth} that were predicted as {@code predicted}. */
    public record ConfusionCell(String truth, String predicted, long rows) {}
}
