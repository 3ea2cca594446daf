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

    static ModelChange read(JsonNode patch) {
        if (!patch.isObject()) {
            throw ProblemException.malformed("body", null, "must be an object with description or tags.");
        }
        boolean describes = false;
        String description = null;
        Map<String, @Nullable String> tags = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            switch (field.getKey()) {
                case "description" -> {
                    describes = true;
                    description = text("description", field.getValue());
                }
                case "tags" -> tags.putAll(tags(field.getValue()));
                default ->
                    throw ProblemException.malformed(
                            field.getKey(), null, "can't be changed; description and tags can.");
            }
        }
        return new ModelChange(describes, description, tags);
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
