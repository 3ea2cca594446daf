package dev.holdfast.model.mlflow;

import dev.holdfast.model.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model version on the wire.
 *
 * @param creationTimestamp in milliseconds since 1970, as the other one
 * @param runId empty where no run is known, as is the link
 */
record ModelVersionMessage(
        String name,
        String version,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        String userId,
        String currentStage,
        @Nullable String description,
        String source,
        String runId,
        String status,
        @Nullable List<KeyValue> tags,
        String runLink,
        @Nullable List<String> aliases,
        @Nullable String modelId) {
    /** The answer to whatever gives one version. */
    record Answer(ModelVersionMessage modelVersion) {
        static Answer of(ModelVersion version) {
            return new Answer(ModelVersionMessage.of(version));
        }
    }

    /** The answer to whatever gives several. */
    record Answers(
            @Nullable List<ModelVersionMessage> modelVersions,
            @Nullable String nextPageToken) {
        static Answers of(List<ModelVersion> versions, @Nullable String nextPageToken) {
            return new Answers(
                    Wire.unlessEmpty(
                            versions.stream().map(ModelVersionMessage::of).toList()),
                    nextPageToken);
        }
    }

    static ModelVersionMessage of(ModelVersion version) {
        return new ModelVersionMessage(
                version.model(),
                Integer.toString(version.version()),
                version.createdAt().toEpochMilli(),
                version.updatedAt().toEpochMilli(),
                version.createdBy(),
                version.stage().title(),
                version.description(),
                version.source(),
                version.runId() == null ? "" : version.runId(),
                "READY",
                KeyValue.of(version.tags()),
                version.runLink() == null ? "" : version.runLink(),
                Wire.unlessEmpty(version.aliases()),
                version.modelId());
    }
}
