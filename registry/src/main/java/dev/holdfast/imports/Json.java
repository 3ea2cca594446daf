package dev.holdfast.imports;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads answers: numbers may be texts, and what is not set is left out. */
final class Json {
    private Json() {}

    /** Empty where it is not set. */
    static String text(JsonNode object, String field) {
        String text = textOrNull(object, field);
        return text == null ? "" : text;
    }

    static @Nullable String textOrNull(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isString() ? value.stringValue() : value.isNumber() ? value.asString() : null;
    }

    static long number(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isString()) {
            try {
                return Long.parseLong(value.stringValue());
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        return value.isNumber() ? value.longValue() : 0;
    }

    /** NaN and infinities come as texts. */
    static double decimal(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isString()) {
            try {
                return Double.parseDouble(value.stringValue());
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
        return value.isNumber() ? value.doubleValue() : 0;
    }
}
