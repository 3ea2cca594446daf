package dev.holdfast.server;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be said of the document's schemas only when all of them are there. */
@SuppressWarnings("rawtypes") // As the generator has them.
final class WireSchemas {
    /** Marks what may be any JSON: the generator calls it an object. */
    static final String ANY = "x-any";

    private static final String REFERENCE = "#/components/schemas/";
    private static final String AS_SENT = "Change";

    private final OpenAPI document;
    private final Map<String, Schema> schemas;

    private WireSchemas(OpenAPI document) {
        this.document = document;
        this.schemas = document.getComponents().getSchemas();
    }

    /** @param withDefaults names of what is answered in full, and may be sent in part */
    static void complete(OpenAPI document, Set<String> withDefaults) {
        WireSchemas whole = new WireSchemas(document);
        whole.openAny();
        whole.looseRequests(withDefaults);
    }

    private void openAny() {
        Consumer<Schema<?>> open = schema -> {
            if (schema.getExtensions() != null && schema.getExtensions().remove(ANY) != null) {
                schema.setType(null);
                schema.setTypes(null);
            }
        };
        List.copyOf(schemas.values()).forEach(schema -> walk(schema, open));
        operations().forEach(operation -> {
            walk(requestContent(operation), open);
            operation.getResponses().values().forEach(response -> walk(response.getContent(), open));
        });
    }

    private void looseRequests(Set<String> withDefaults) {
        Set<String> seen = new HashSet<>();
        operations()
                .forEach(operation -> walk(requestContent(operation), schema -> loosen(schema, withDefaults, seen)));
    }

    /** Lets a schema that is sent refer to what may be sent. */
    private void loosen(Schema<?> schema, Set<String> withDefaults, Set<String> seen) {
        String reference = schema.get$ref();
        if (reference == null) {
            return;
        }
        String name = reference.substring(REFERENCE.length());
        String target = name;
        if (withDefaults.contains(name)) {
            target = name + AS_SENT;
            schema.set$ref(REFERENCE + target);
            schemas.computeIfAbsent(target, _ -> inPart(Objects.requireNonNull(schemas.get(name), name)));
        }
        if (seen.add(target)) {
            walk(schemas.get(target), each -> loosen(each, withDefaults, seen));
        }
    }

    /** A copy of which everything may be left out. */
    private static Schema<?> inPart(Schema<?> whole) {
        Schema<?> part = new Schema<>();
        part.setType(whole.getType());
        part.setTypes(whole.getTypes());
        whole.getProperties().forEach((name, property) -> {
            Schema<?> copy = property.get$ref() == null ? property : new Schema<>().$ref(property.get$ref());
            part.addProperty(name, copy);
        });
        return part;
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.getPaths().values().forEach(item -> operations.addAll(item.readOperations()));
        return operations;
    }

    private static Content requestContent(Operation operation) {
        return operation.getRequestBody() == null || operation.getRequestBody().getContent() == null
                ? new Content()
                : operation.getRequestBody().getContent();
    }

    private static void walk(@Nullable Content content, Consumer<Schema<?>> visitor) {
        if (content != null) {
            content.values().forEach(media -> walk(media.getSchema(), visitor));
        }
    }

    private static void walk(@Nullable Schema<?> schema, Consumer<Schema<?>> visitor) {
        if (schema == null) {
            return;
        }
        visitor.accept(schema);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> walk(property, visitor));
        }
        if (schema.getAdditionalProperties() instanceof Schema<?> values) {
            walk(values, visitor);
        }
        walk(schema.getItems(), visitor);
        walkAll(schema.getAllOf(), visitor);
        walkAll(schema.getOneOf(), visitor);
        walkAll(schema.getAnyOf(), visitor);
    }

    private static void walkAll(@Nullable List<Schema> parts, Consumer<Schema<?>> visitor) {
        if (parts != null) {
            parts.forEach(part -> walk(part, visitor));
        }
    }
}
