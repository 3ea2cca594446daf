package dev.holdfast.mlflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a caller sent: an object of the protocol, read field by field. A field that is absent or null is not set; one that is not known
 * is ignored; one of another type is refused by its name, with the value as it was sent.
 *
 * <p>The query of a {@code GET} reads the same way: its values are texts, and numbers and booleans may be written as texts.
 */
public final class MlflowRequest {
    private static final String SEE = " See the API docs for more information about request parameters.";

    private final JsonNode fields;
    /** Where this object stands in the request, for messages: empty, or for example {@code metrics[0].}. */
    private final String path;

    private MlflowRequest(JsonNode fields, String path) {
        this.fields = fields;
        this.path = path;
    }

    /** The request itself; {@code fields} is an object. */
    static MlflowRequest of(JsonNode fields) {
        return new MlflowRequest(fields, "");
    }

    /** Whether the field is set. */
    public boolean has(String name) {
        return !get(name).isMissingNode();
    }

    /** A text that must be there and not be empty. */
    public String required(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw missing(name);
        }
        return text;
    }

    public @Nullable String text(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(name, value);
        }
        return value.stringValue();
    }

    public String text(String name, String fallback) {
        String text = text(name);
        return text == null ? fallback : text;
    }

    /** A whole number of 64 bits that must be there. */
    public long requiredNumber(String name) {
        Long number = number(name);
        if (number == null) {
            throw missing(name);
        }
        return number;
    }

    /** A whole number of 64 bits; also taken as a text, or with zeros only after the point. */
    public @Nullable Long number(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (value.canConvertToLong() && value.canConvertToExactIntegral()) {
            return value.longValue();
        }
        if (value.isString()) {
            try {
                return Long.parseLong(value.stringValue().strip());
            } catch (NumberFormatException e) {
                throw wrong(name, value);
            }
        }
        throw wrong(name, value);
    }

    public long number(String name, long fallback) {
        Long number = number(name);
        return number == null ? fallback : number;
    }

    /**
     * A floating point number that must be there; {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} are taken as texts, and
     * true and false as 1 and 0.
     */
    public double requiredDecimal(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            throw missing(name);
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? 1 : 0;
        }
        if (value.isString()) {
            try {
                return Double.parseDouble(value.stringValue().strip());
            } catch (NumberFormatException e) {
                throw wrong(name, value);
            }
        }
        throw wrong(name, value);
    }

    /** One of these names, in upper case; also taken as a number, which counts them from 1. */
    public @Nullable String choice(String name, String... names) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return null;
        }
        String sent = value.isString() ? value.stringValue() : value.toString();
        for (int i = 0; i < names.length; i++) {
            if (sent.equals(names[i]) || sent.equals(Integer.toString(i + 1))) {
                return names[i];
            }
        }
        throw invalid(name, "It must be one of " + String.join(", ", names) + ".");
    }

    public boolean flag(String name, boolean fallback) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isString() && value.stringValue().equalsIgnoreCase("true")) {
            return true;
        }
        if (value.isString() && value.stringValue().equalsIgnoreCase("false")) {
            return false;
        }
        throw wrong(name, value);
    }

    /** Texts; empty where the field is not set. A single text counts as a list of one. */
    public List<String> texts(String name) {
        JsonNode value = get(name);
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(name, value)) {
            if (!each.isString()) {
                throw wrong(name, value);
            }
            texts.add(each.stringValue());
        }
        return texts;
    }

    /** Objects; empty where the field is not set. */
    public List<MlflowRequest> objects(String name) {
        JsonNode value = get(name);
        List<MlflowRequest> objects = new ArrayList<>();
        for (JsonNode each : list(name, value)) {
            if (!each.isObject()) {
                throw wrong(name, value);
            }
            objects.add(new MlflowRequest(each, path + name + "[" + objects.size() + "]."));
        }
        return objects;
    }

    public @Nullable MlflowRequest object(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isObject()) {
            throw wrong(name, value);
        }
        return new MlflowRequest(value, path + name + ".");
    }

    /** The refusal of a field that must be there. */
    public MlflowException missing(String name) {
        return MlflowException.invalid("Missing value for required parameter '" + path + name + "'." + SEE);
    }

    /** The refusal of a field's value; {@code why} is a sentence. */
    public MlflowException invalid(String name, String why) {
        return MlflowException.invalid(
                "Invalid value " + get(name) + " for parameter '" + path + name + "' supplied: " + why);
    }

    private MlflowException wrong(String name, JsonNode value) {
        return invalid(name, " Hint: Value was of type '" + typeOf(value) + "'." + SEE);
    }

    /** The protocol names types as Python does. */
    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "str";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            case ARRAY -> "list";
            case OBJECT -> "dict";
            case BINARY, MISSING, NULL, POJO -> "NoneType";
        };
    }

    private JsonNode list(String name, JsonNode value) {
        if (value.isMissingNode()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!value.isArray()) {
            throw wrong(name, value);
        }
        return value;
    }

    private JsonNode get(String name) {
        JsonNode value = fields.path(name);
        return value.isNull() ? JsonNodeFactory.instance.missingNode() : value;
    }
}
