package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A release's traffic or its performance has drifted: enough of its last windows crossed their thresholds.
 *
 * @param features what drifted in the window that raised this, worst first
 * @param rowsSeen predictions of this deployment so far, over all its releases, at the end of that window
 */
public record DriftDetected(
        UUID id,
        String deployment,
        int release,
        String model,
        int modelVersion,
        DriftKind kind,
        List<DriftedFeature> features,
        long rowsSeen,
        Instant at) {
    public DriftDetected {
        features = List.copyOf(features);
    }
}
