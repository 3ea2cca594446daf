package dev.holdfast.tracking.mlflow;

import dev.holdfast.mlflow.MlflowException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes entries of a run's history of logged models out of the descriptions that clients send. */
@Component
class ModelHistory {
    private static final List<String> NEEDED = List.of("artifact_path", "flavors", "run_id", "utc_time_created");
    private static final List<String> KEPT = List.of("run_id", "artifact_path", "utc_time_created", "model_uuid");

    private final JsonMapper json;

    ModelHistory(JsonMapper json) {
        this.json = json;
    }

    /** {@code model} is a JSON object; flavours are kept without their configuration. */
    String entry(String model) {
        ObjectNode described = parse(model);
        Collection<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(described.propertyNames());
        if (!missing.isEmpty()) {
            throw MlflowException.invalid("Model json is missing mandatory fields: "
                    + missing.stream().map(field -> "'" + field + "'").collect(Collectors.joining(", ", "{", "}")));
        }
        ObjectNode entry = json.createObjectNode();
        for (String field : KEPT) {
            entry.set(field, described.has(field) ? described.get(field) : json.nullNode());
        }
        ObjectNode flavors = entry.putObject("flavors");
        for (var flavor : described.get("flavors").properties()) {
            JsonNode kept = flavor.getValue().deepCopy();
            if (kept instanceof ObjectNode object) {
                object.remove("config");
            }
            flavors.set(flavor.getKey(), kept);
        }
        return json.writeValueAsString(entry);
    }

    private ObjectNode parse(String model) {
        try {
            if (json.readTree(model) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Told below, as other JSON than an object is.
        }
        throw MlflowException.invalid("Malformed model info. \n " + model + " \n is not a valid JSON.");
    }
}
