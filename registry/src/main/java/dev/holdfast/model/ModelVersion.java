package dev.holdfast.model;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as it will be served; nothing but its aliases ever changes.
 *
 * @param digest the root of the manifest: identifies the version's files
 * @param sizeBytes of all its files
 * @param runId the run that made it
 * @param pipelineRunId the pipeline run that made it
 * @param metrics its figures on held-out data
 * @param gate the verdict it was registered with; absent where no gate was asked
 * @param facts label, classes, features, trainer, library versions: by their wire names
 */
public record ModelVersion(
        String model,
        int version,
        ModelFormat format,
        Digest digest,
        Manifest manifest,
        long sizeBytes,
        ModelSignature signature,
        @Nullable String runId,
        @Nullable String pipelineRunId,
        List<DatasetReference> datasets,
        Map<String, Double> metrics,
        @Nullable GateVerdict gate,
        List<String> aliases,
        Map<String, String> tags,
        Map<String, Object> facts,
        Instant createdAt,
        String createdBy) {}
