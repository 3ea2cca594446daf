package dev.holdfast.server;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.server.ApiRecorder.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds what was sent and answered against the schemas of the document, which say all fields that there are. */
final class DocumentedSchemas {
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode components;
    private final Map<String, JsonNode> operations = new HashMap<>();

    DocumentedSchemas(JsonNode document) {
        this.components = document.path("components").deepCopy();
        Set<String> parts = components.path("schemas").findValues("allOf").stream()
                .flatMap(JsonNode::valueStream)
                .map(part -> part.path("$ref").asString())
                .collect(Collectors.toSet());
        components.path("schemas").forEachEntry((name, schema) -> {
            // Parts of a whole know only their own fields.
            if (!parts.contains("#/components/schemas/" + name) && !schema.has("allOf")) {
                close(schema);
            }
        });
        document.path("paths")
                .forEach(item -> item.forEach(operation ->
                        operations.put(operation.path("operationId").asString(), operation)));
    }

    /** A schema that names its fields has no others. */
    private static void close(JsonNode node) {
        node.forEach(DocumentedSchemas::close);
        if (node instanceof ObjectNode schema
                && schema.path("properties").isObject()
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
    }

    List<String> violations(Call call) {
        JsonNode operation =
                operations.getOrDefault(call.operation(), JsonMapper.shared().missingNode());
        List<String> found = new ArrayList<>();
        JsonNode content = operation.path("requestBody").path("content");
        check(call.operation() + " request", content, call.requestType(), call.request(), found);
        JsonNode response = operation.path("responses").path(String.valueOf(call.status()));
        if (response.isMissingNode()) {
            found.add(call.operation() + " answered " + call.status() + ", which is not in the document");
        }
        check(call.operation() + " response", response.path("content"), call.responseType(), call.response(), found);
        return found;
    }

    private void check(
            String what, JsonNode content, @Nullable String type, @Nullable JsonNode body, List<String> found) {
        if (type == null || body == null) {
            return;
        }
        JsonNode schema = content.path(type).path("schema");
        if (schema.isMissingNode()) {
            found.add(what + " of " + type + " is not in the document");
            return;
        }
        ObjectNode whole = schema.deepCopy().asObject();
        whole.set("components", components);
        for (Error error : registry.getSchema(whole).validate(body)) {
            found.add(what + " " + error.getInstanceLocation() + " " + error.getMessage());
        }
    }
}
