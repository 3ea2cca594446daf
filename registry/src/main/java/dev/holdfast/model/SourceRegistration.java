package dev.holdfast.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something at a URI that is to become a model version.
 *
 * @param model the registered model's name; it must exist
 * @param source {@code runs:/<run>/<path>}, {@code models:/<logged model>}, {@code models:/<name>/<version>},
 *     {@code mlflow-artifacts:/<path>}, or where else files are kept
 * @param runId the run that made it; absent or empty where none did
 * @param modelId the logged model that it is; absent or empty where it is none
 * @param runLink a page about the run, on whatever server
 */
public record SourceRegistration(
        String model,
        String source,
        @Nullable String runId,
        @Nullable String modelId,
        @Nullable String runLink,
        @Nullable String description,
        Map<String, String> tags) {
    private static final String PROMPT = "mlflow.prompt.is_prompt";

    public SourceRegistration {
        tags = Map.copyOf(tags);
    }

    /** Whether this is the text of a prompt, which MLflow keeps as a version without files. */
    boolean isPrompt() {
        return "true".equalsIgnoreCase(tags.get(PROMPT));
    }
}
