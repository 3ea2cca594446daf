package dev.holdfast.monitoring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the traffic of a deployment compares with its reference, in one window.
 *
 * @param reference where the features' reference comes from
 * @param window absent while no window of the deployment has been closed
 * @param openRows rows counted in windows that are not closed yet
 * @param features in the order of their names
 * @param predictions {@code label} and {@code score} of a classification, {@code value} of a regression
 * @param events the newest events of the release, ten at most
 * @param rules by which windows and events are judged
 */
public record DriftReport(
        String deployment,
        @Nullable Integer release,
        @Nullable String model,
        @Nullable Integer modelVersion,
        ReferenceSource reference,
        @Nullable WindowSummary window,
        long openRows,
        List<ColumnDrift> features,
        List<ColumnDrift> predictions,
        List<DriftDetected> events,
        Rules rules) {
    public DriftReport {
        features = List.copyOf(features);
        predictions = List.copyOf(predictions);
        events = List.copyOf(events);
    }

    /**
     * When a window, and when a release, counts as drifted.
     *
     * @param falseAlarmsPerWindow chance that a window without any change has a score above its chance threshold, over all columns
     * @param leastRows windows of fewer rows are not judged
     * @param driftedWindows of the last {@code ofWindows} that must drift for an event
     * @param realertRows predictions after which a drift that lasts raises another event
     */
    public record Rules(
            double falseAlarmsPerWindow, int leastRows, int driftedWindows, int ofWindows, long realertRows) {}
}
