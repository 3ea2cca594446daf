package dev.holdfast.tracking;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A model that a client logs, with what is known of it.
 *
 * @param modelId {@code m-} and 32 hexadecimal digits
 * @param artifactUri where its files lie
 * @param modelType as the client says, for example {@code agent}
 * @param sourceRunId the run that made it, as the client says
 * @param createdAtMs milliseconds since 1970
 * @param metrics every point, by key, time and step
 */
public record LoggedModel(
        String modelId,
        long experiment,
        String name,
        String artifactUri,
        @Nullable String modelType,
        @Nullable String sourceRunId,
        LoggedModelStatus status,
        @Nullable String statusMessage,
        long createdAtMs,
        long updatedAtMs,
        SortedMap<String, String> params,
        SortedMap<String, String> tags,
        List<Figure> metrics) {
    /**
     * A point of a metric, measured of the model by a run.
     *
     * @param datasetName what it was measured on, where the client says so
     */
    public record Figure(
            String key,
            double value,
            long timestampMs,
            long step,
            String runId,
            @Nullable String datasetName,
            @Nullable String datasetDigest) {}
}
