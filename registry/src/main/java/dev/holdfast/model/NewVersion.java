package dev.holdfast.model;

import dev.holdfast.kernel.Manifest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a version is made of but its number: its files are stored and were looked at.
 *
 * @param from where its files lie already
 * @param createdAt when it came into being elsewhere
 */
record NewVersion(
        String model,
        ModelFormat format,
        List<String> flavors,
        Manifest manifest,
        ModelSignature signature,
        @Nullable String servedPath,
        @Nullable String undeployable,
        @Nullable String source,
        @Nullable String storageLocation,
        @Nullable String runId,
        @Nullable String modelId,
        @Nullable String runLink,
        @Nullable String pipelineRunId,
        List<DatasetReference> datasets,
        Map<String, Double> metrics,
        @Nullable GateVerdict gate,
        @Nullable String description,
        Map<String, String> tags,
        Map<String, Object> facts,
        @Nullable ModelSource from,
        @Nullable Instant createdAt) {
    private static final String PROMPT = "mlflow.prompt.is_prompt";

    boolean isPrompt() {
        return "true".equalsIgnoreCase(tags.get(PROMPT));
    }

    static NewVersion of(ModelRegistration registration, Manifest manifest, ModelVerifier.Verified verified) {
        Map<String, Object> facts = new HashMap<>(registration.facts());
        if (!verified.features().isEmpty()) {
            facts.putIfAbsent("features", verified.features());
        }
        return new NewVersion(
                registration.model(),
                registration.format(),
                registration.format().flavor().stream().toList(),
                manifest,
                verified.signature(),
                verified.fileName(),
                null,
                null,
                null,
                registration.runId(),
                null,
                null,
                registration.pipelineRunId(),
                registration.datasets(),
                registration.metrics(),
                registration.gate(),
                registration.facts().get("description") instanceof String text ? text : null,
                registration.tags(),
                facts,
                null,
                null);
    }
}
