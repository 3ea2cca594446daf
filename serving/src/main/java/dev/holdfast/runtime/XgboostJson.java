package dev.holdfast.runtime;

import dev.holdfast.runtime.XgboostDocument.MalformedXgboost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that is mostly arrays of numbers. */
final class XgboostJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private XgboostJson() {}

    static @Nullable Object read(Path file) {
        try (JsonParser parser = JSON.createParser(file)) {
            parser.nextToken();
            Object value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw new MalformedXgboost("There is more behind it");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedXgboost(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Object value(JsonParser parser, int depth) {
        if (depth > XgboostDocument.MAX_DEPTH) {
            throw new MalformedXgboost("It is nested too deep");
        }
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new MalformedXgboost("It ends too early");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, depth);
            case START_ARRAY -> array(parser, depth);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> 1.0;
            case VALUE_FALSE -> 0.0;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new MalformedXgboost("A value is missing");
        };
    }

    private static Map<String, Object> object(JsonParser parser, int depth) {
        Map<String, Object> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, depth + 1);
            if (name != null && value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    /** Numbers side by side as long as there is nothing else. */
    private static Object array(JsonParser parser, int depth) {
        Doubles numbers = new Doubles();
        @Nullable List<Object> others = null;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(parser, depth + 1);
            if (others == null && value instanceof Double number) {
                numbers.add(number);
                continue;
            }
            if (others == null) {
                others = new ArrayList<>();
                for (double number : numbers.toArray()) {
                    others.add(number);
                }
            }
            if (value != null) {
                others.add(value);
            }
        }
        return others == null ? numbers.toArray() : others;
    }
}
