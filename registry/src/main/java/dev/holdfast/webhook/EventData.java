package dev.holdfast.webhook;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The particulars of events in the names that MLflow's receivers know. Versions are texts; what is not known is null. */
final class EventData {
    private EventData() {}

    static ObjectNode registeredModel(String name, Map<String, String> tags, @Nullable String description) {
        ObjectNode data = object().put("name", name);
        data.set("tags", texts(tags));
        return data.put("description", description);
    }

    static ObjectNode modelVersion(
            String name,
            String version,
            String source,
            @Nullable String runId,
            Map<String, String> tags,
            @Nullable String description) {
        ObjectNode data = object().put("name", name)
                .put("version", version)
                .put("source", source)
                .put("run_id", runId);
        data.set("tags", texts(tags));
        // Clients send an empty one where they have none.
        return data.put("description", description == null || description.isEmpty() ? null : description);
    }

    static ObjectNode versionTag(String name, String version, String key) {
        return object().put("name", name).put("version", version).put("key", key);
    }

    static ObjectNode alias(String name, String alias) {
        return object().put("name", name).put("alias", alias);
    }

    /** What a test sends. */
    static ObjectNode example(WebhookEvent event) {
        Map<String, String> tags = Map.of("example_key", "example_value");
        return switch (event) {
            case REGISTERED_MODEL_CREATED -> registeredModel("example_model", tags, "An example registered model");
            case MODEL_VERSION_CREATED ->
                modelVersion("example_model", "1", "models:/123", "abcd1234abcd5678", tags, "An example model version");
            case MODEL_VERSION_TAG_SET ->
                versionTag("example_model", "1", "example_key").put("value", "example_value");
            case MODEL_VERSION_TAG_DELETED -> versionTag("example_model", "1", "example_key");
            case MODEL_VERSION_ALIAS_CREATED ->
                alias("example_model", "example_alias").put("version", "1");
            case MODEL_VERSION_ALIAS_DELETED -> alias("example_model", "example_alias");
            case PROMPT_CREATED -> registeredModel("example_prompt", tags, "An example prompt");
            case PROMPT_VERSION_CREATED -> {
                ObjectNode data = object().put("name", "example_prompt")
                        .put("version", "1")
                        .put("template", "Hello {{name}}!");
                data.set("tags", texts(tags));
                yield data.put("description", "An example prompt version");
            }
            case PROMPT_TAG_SET ->
                object().put("name", "example_prompt").put("key", "example_key").put("value", "example_value");
            case PROMPT_TAG_DELETED -> object().put("name", "example_prompt").put("key", "example_key");
            case PROMPT_VERSION_TAG_SET ->
                versionTag("example_prompt", "1", "example_key").put("value", "example_value");
            case PROMPT_VERSION_TAG_DELETED -> versionTag("example_prompt", "1", "example_key");
            case PROMPT_ALIAS_CREATED ->
                alias("example_prompt", "example_alias").put("version", "1");
            case PROMPT_ALIAS_DELETED -> alias("example_prompt", "example_alias");
            case BUDGET_POLICY_EXCEEDED ->
                object().put("budget_policy_id", "bp-abc123")
                        .put("budget_unit", "USD")
                        .put("budget_amount", 100.0)
                        .put("current_spend", 105.5)
                        .put("duration_unit", "MONTHS")
                        .put("duration_value", 1)
                        .put("target_scope", "ENDPOINT")
                        .put("workspace", "default")
                        .put("target_value", "ep-abc123")
                        .put("window_start", 1_704_067_200_000L);
            case RELEASE_ACTIVATED ->
                object().put("deployment", "example_deployment")
                        .put("release", 2)
                        .put("model", "example_model")
                        .put("version", "2")
                        .put("previous_release", 1)
                        .put("action", "released");
            case DRIFT_DETECTED -> {
                ObjectNode data = object().put("id", "018f0000-0000-7000-8000-000000000000")
                        .put("deployment", "example_deployment")
                        .put("release", 2)
                        .put("model", "example_model")
                        .put("version", "2")
                        .put("kind", "input")
                        .put("rows_seen", 5_000);
                data.putArray("features")
                        .addObject()
                        .put("name", "example_feature")
                        .put("method", "psi")
                        .put("score", 0.4)
                        .put("threshold", 0.1)
                        .put("n", 1_000);
                yield data;
            }
            case PIPELINE_RUN_STARTED ->
                object().put("pipeline", "example_pipeline")
                        .put("version", 1)
                        .put("run_id", "018f0000-0000-7000-8000-000000000000")
                        .put("cause", "manual");
            case PIPELINE_RUN_ENDED ->
                object().put("pipeline", "example_pipeline")
                        .put("run_id", "018f0000-0000-7000-8000-000000000000")
                        .put("state", "succeeded")
                        .putNull("error");
        };
    }

    private static ObjectNode texts(Map<String, String> values) {
        ObjectNode node = object();
        values.forEach(node::put);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
