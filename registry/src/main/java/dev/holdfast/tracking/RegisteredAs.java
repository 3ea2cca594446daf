package dev.holdfast.tracking;

import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of the versions that a logged model was registered as, which clients keep in a tag and add to themselves. */
@Component
class RegisteredAs {
    static final String TAG = "mlflow.modelVersions";

    /** Clients compare the text: a space after each colon and comma, as Python writes it. */
    private static final PrettyPrinter AS_PYTHON = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Spacing.AFTER)
                    .withObjectEntrySpacing(Spacing.AFTER)
                    .withArrayElementSpacing(Spacing.AFTER))
            .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
            .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());

    private final JsonMapper json;

    RegisteredAs(JsonMapper json) {
        this.json = json;
    }

    /** The list with this version in it; what is no list counts as empty. */
    String with(String list, String name, int version) {
        ArrayNode versions = parse(list);
        ObjectNode added = json.createObjectNode().put("name", name).put("version", version);
        for (JsonNode each : versions) {
            if (each.equals(added)) {
                return list;
            }
        }
        return json.writer()
                .with(AS_PYTHON)
                .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                .without(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .writeValueAsString(versions.add(added));
    }

    private ArrayNode parse(String list) {
        try {
            if (json.readTree(list) instanceof ArrayNode versions) {
                return versions;
            }
        } catch (JacksonException e) {
            // Anybody may write the tag.
        }
        return json.createArrayNode();
    }
}
