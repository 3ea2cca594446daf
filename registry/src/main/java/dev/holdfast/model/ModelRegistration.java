package dev.holdfast.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to become a model version.
 *
 * @param model the registered model's name; made where it does not exist
 * @param file stays where it is; its bytes are copied to the store
 * @param signature as the maker knows it; must agree with the file where it is given
 * @param facts label, classes, features, trainer, library versions: by their wire names
 */
public record ModelRegistration(
        String model,
        Path file,
        ModelFormat format,
        @Nullable String runId,
        @Nullable String pipelineRunId,
        List<DatasetReference> datasets,
        Map<String, Double> metrics,
        @Nullable GateVerdict gate,
        Map<String, String> tags,
        @Nullable ModelSignature signature,
        Map<String, Object> facts) {
    public ModelRegistration {
        datasets = List.copyOf(datasets);
        metrics = Map.copyOf(metrics);
        tags = Map.copyOf(tags);
        facts = Map.copyOf(facts);
    }
}
