package dev.holdfast.tracking.mlflow;

import dev.holdfast.tracking.Experiment;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.Lifecycle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An experiment in the protocol's shape. */
record MlflowExperiment(
        String experimentId,
        String name,
        String artifactLocation,
        Lifecycle lifecycleStage,
        long creationTime,
        long lastUpdateTime,
        @Nullable List<KeyValue> tags) {
    static MlflowExperiment of(Experiment experiment) {
        return new MlflowExperiment(
                Long.toString(experiment.id()),
                experiment.name(),
                experiment.artifactLocation(),
                experiment.lifecycle(),
                experiment.createdAt().toEpochMilli(),
                experiment.updatedAt().toEpochMilli(),
                experiment.tags().isEmpty()
                        ? null
                        : experiment.tags().entrySet().stream()
                                .map(tag -> new KeyValue(tag.getKey(), tag.getValue()))
                                .toList());
    }
}
