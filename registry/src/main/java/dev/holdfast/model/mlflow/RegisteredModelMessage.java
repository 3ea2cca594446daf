package dev.holdfast.model.mlflow;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.RegisteredModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered model on the wire.
 *
 * @param creationTimestamp in milliseconds since 1970, as the other one
 */
record RegisteredModelMessage(
        String name,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        @Nullable String description,
        @Nullable List<ModelVersionMessage> latestVersions,
        @Nullable List<KeyValue> tags,
        @Nullable List<Alias> aliases) {
    record Alias(String alias, String version) {}

    /** The answer to whatever gives one model. */
    record Answer(RegisteredModelMessage registeredModel) {}

    static RegisteredModelMessage of(RegisteredModel model, List<ModelVersion> latest) {
        return new RegisteredModelMessage(
                model.name(),
                model.createdAt().toEpochMilli(),
                model.updatedAt().toEpochMilli(),
                model.description(),
                Wire.unlessEmpty(latest.stream().map(ModelVersionMessage::of).toList()),
                KeyValue.of(model.tags()),
                Wire.unlessEmpty(model.aliases().entrySet().stream()
                        .map(alias -> new Alias(alias.getKey(), Integer.toString(alias.getValue())))
                        .toList()));
    }
}
