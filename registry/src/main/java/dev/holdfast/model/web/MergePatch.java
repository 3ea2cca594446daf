package dev.holdfast.model.web;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelChange;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a JSON Merge Patch (RFC 7396) of a registered model or a version: what is absent stays, what is null goes. */
final class MergePatch {
    private MergePatch() {}

    static ModelChange ofModel(JsonNode patch) {
        return read(patch, true);
    }

    static ModelChange ofVersion(JsonNode patch) {
        return read(patch, false);
    }

    private static ModelChange read(JsonNode patch, boolean owned) {
        String changeable = owned ? "description, owner and tags" : "description and tags";
        if (!patch.isObject()) {
            throw ProblemException.malformed("body", null, "must be an object; it may have " + changeable + ".");
        }
        boolean describes = false;
        String description = null;
        ModelChange.Ownership owner = null;
        Map<String, @Nullable String> tags = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            if (name.equals("description")) {
                describes = true;
                description = text("description", field.getValue());
            } else if (name.equals("owner") && owned) {
                owner = new ModelChange.Ownership(text("owner", field.getValue()));
            } else if (name.equals("tags")) {
                tags.putAll(tags(field.getValue()));
            } else {
                throw ProblemException.malformed(name, null, "can't be changed; " + changeable + " can.");
            }
        }
        return new ModelChange(describes, description, tags, owner);
    }

    private static Map<String, @Nullable String> tags(JsonNode node) {
        if (!node.isObject()) {
            throw ProblemException.malformed("tags", null, "must be an object; name the tags to remove with null.");
        }
        Map<String, @Nullable String> tags = new HashMap<>();
        node.properties().forEach(tag -> tags.put(tag.getKey(), text("tags." + tag.getKey(), tag.getValue())));
        return tags;
    }

    private static @Nullable String text(String field, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw ProblemException.malformed(field, node.toString(), "must be a text or null.");
        }
        return node.stringValue();
    }
}
