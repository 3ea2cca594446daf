package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a release's traffic on one replica.
 *
 * @param sequence counts up with every window that is closed on this server
 * @param rows exactly the window's size unless it was closed early
 * @param closedBecause {@code full}, {@code age}, {@code release} (another release took over), {@code shutdown} or {@code restart}
 * @param judged whether it has rows enough to be judged and a reference to be compared with
 * @param inputDrifted whether any feature drifted
 * @param predictionDrifted whether the model's outputs drifted
 * @param rowsSeen predictions of the deployment over all releases when this window was closed
 * @param features the deciding score of each feature
 * @param predictions the deciding score of each output
 */
public record WindowSummary(
        UUID id,
        long sequence,
        int release,
        String model,
        int modelVersion,
        long rows,
        Instant openedAt,
        Instant closedAt,
        String closedBecause,
        boolean judged,
        boolean inputDrifted,
        boolean predictionDrifted,
        int featuresCompared,
        int featuresDrifted,
        @Nullable Double worstPsi,
        long rowsSeen,
        List<FeatureScore> features,
        List<FeatureScore> predictions) {
    public WindowSummary {
        features = List.copyOf(features);
        predictions = List.copyOf(predictions);
    }
}
