package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a request of the Open Inference Protocol: bytes in, tensors out, whatever the transport. */
final class OpenInferenceReader {
    private static final int MAX_RANK = 16;

    private final byte[] body;
    private @Nullable String id;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final List<String> outputs = new ArrayList<>();

    private OpenInferenceReader(byte[] body) {
        this.body = body;
    }

    /** A problem, malformed or invalid, says what is wrong and where. */
    static InferenceRequest read(byte[] body) {
        if (body.length == 0) {
            throw ProblemException.malformed(
                    "body", null, "is empty; send {\"inputs\": [{\"name\", \"datatype\", \"shape\", \"data\"}]}.");
        }
        OpenInferenceReader reader = new OpenInferenceReader(body);
        try (JsonParser parser = Json.parser(body, 0)) {
            reader.request(parser);
        } catch (JacksonException e) {
            throw Json.malformed(e);
        }
        return new InferenceRequest(reader.id, reader.inputs, reader.outputs);
    }

    private void request(JsonParser parser) {
        parser.nextToken();
        Json.expect(parser, JsonToken.START_OBJECT, "body", "a JSON object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" -> id = value == JsonToken.VALUE_NULL ? null : parser.getString();
                case "inputs" -> {
                    Json.expect(parser, JsonToken.START_ARRAY, "inputs", "a list of tensors");
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        input(parser, inputs.size());
                    }
                }
                case "outputs" -> {
                    Json.expect(parser, JsonToken.START_ARRAY, "outputs", "a list of {\"name\": …}");
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        output(parser);
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw ProblemException.malformed("body", null, "has something behind its closing brace.");
        }
        if (inputs.isEmpty()) {
            throw ProblemException.invalid("inputs", null, "is missing or empty; send the model's input tensors.");
        }
    }

    private void output(JsonParser parser) {
        Json.expect(parser, JsonToken.START_OBJECT, "outputs", "a list of {\"name\": …}");
        String wanted = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("name") && value == JsonToken.VALUE_STRING) {
                wanted = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
        if (wanted == null) {
            throw ProblemException.invalid("outputs", null, "has an entry without a name.");
        }
        outputs.add(wanted);
    }

    private void input(JsonParser parser, int index) {
        String place = "inputs[" + index + "]";
        Json.expect(parser, JsonToken.START_OBJECT, place, "an object with name, datatype, shape and data");
        String name = null;
        TensorType type = null;
        long[] shape = null;
        Tensor tensor = null;
        int dataOffset = -1;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> {
                    Json.expect(parser, JsonToken.VALUE_STRING, place + ".name", "a text");
                    name = parser.getString();
                }
                case "datatype" -> {
                    Json.expect(parser, JsonToken.VALUE_STRING, place + ".datatype", "a text such as \"FP32\"");
                    type = datatype(place, parser.getString());
                }
                case "shape" -> shape = shape(parser, place);
                case "parameters" -> parameters(parser);
                case "data" -> {
                    if (name != null && type != null && shape != null) {
                        tensor = data(parser, name, type, shape);
                    } else {
                        // Comes before what says how to read it: come back to it.
                        dataOffset =
                                Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (name == null || type == null || shape == null || (tensor == null && dataOffset < 0)) {
            String missing = name == null ? "name" : type == null ? "datatype" : shape == null ? "shape" : "data";
            throw ProblemException.invalid(
                    (name == null ? place : "inputs." + name) + "." + missing, null, "is missing.");
        }
        if (tensor == null) {
            try (JsonParser again = Json.parser(body, dataOffset)) {
                again.nextToken();
                tensor = data(again, name, type, shape);
            }
        }
        if (inputs.put(name, tensor) != null) {
            throw ProblemException.invalid("inputs." + name, null, "is sent twice.");
        }
    }

    private static void parameters(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            if (parser.currentName().equals("binary_data_size")) {
                throw new ProblemException(
                        ProblemType.NOT_SUPPORTED, "Binary tensors are not supported; send the data as JSON.");
            }
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private static TensorType datatype(String place, String text) {
        for (TensorType type : TensorType.values()) {
            if (type.wireName().equals(text)) {
                return type;
            }
        }
        throw ProblemException.invalid(
                place + ".datatype",
                text,
                "is not a datatype; use one of " + Arrays.toString(TensorType.values()) + ".");
    }

    private static long[] shape(JsonParser parser, String place) {
        Json.expect(parser, JsonToken.START_ARRAY, place + ".shape", "a list of whole numbers");
        long[] shape = new long[MAX_RANK];
        int rank = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0) {
                throw ProblemException.invalid(
                        place + ".shape", parser.getString(), "must be a list of whole numbers of 0 or more.");
            }
            if (rank == MAX_RANK) {
                throw ProblemException.invalid(place + ".shape", null, "has more than " + MAX_RANK + " dimensions.");
            }
            shape[rank++] = parser.getLongValue();
        }
        return Arrays.copyOf(shape, rank);
    }

    private Tensor data(JsonParser parser, String name, TensorType type, long[] shape) {
        Json.expect(parser, JsonToken.START_ARRAY, "inputs." + name + ".data", "a list, nested or flat");
        TensorBuilder elements = new TensorBuilder(name, type, elements(name, shape), false);
        try {
            boolean nested = parser.nextToken() == JsonToken.START_ARRAY;
            if (nested) {
                nested(parser, elements, shape, 0);
            } else {
                flat(parser, elements, Tensor.elements(shape));
            }
        } catch (BadValue e) {
            throw ProblemException.invalid(
                    "inputs." + name,
                    null,
                    "data: " + e.message() + " (element " + elements.size() + " of shape " + Arrays.toString(shape)
                            + ").");
        }
        return elements.build(shape);
    }

    /** The parser stands on the first value, or on the end of the list. */
    private static void flat(JsonParser parser, TensorBuilder elements, int count) {
        int found = 0;
        for (; parser.currentToken() != JsonToken.END_ARRAY; parser.nextToken()) {
            if (++found > count) {
                throw new BadValue("there are more than the " + count + " values that the shape says");
            }
            elements.add(parser);
        }
        if (found < count) {
            throw new BadValue("there are " + found + " values where the shape says " + count);
        }
    }

    /** The parser stands on the first inner list. */
    private static void nested(JsonParser parser, TensorBuilder elements, long[] shape, int depth) {
        if (depth == shape.length - 1) {
            flat(parser, elements, Math.toIntExact(shape[depth]));
            return;
        }
        long found = 0;
        for (; parser.currentToken() != JsonToken.END_ARRAY; parser.nextToken()) {
            if (depth >= shape.length || parser.currentToken() != JsonToken.START_ARRAY) {
                throw new BadValue("the lists are not nested as the shape says");
            }
            if (++found > shape[depth]) {
                throw new BadValue(
                        "dimension " + depth + " has more than the " + shape[depth] + " entries that the shape says");
            }
            parser.nextToken();
            nested(parser, elements, shape, depth + 1);
        }
        if (found < shape[depth]) {
            throw new BadValue(
                    "dimension " + depth + " has " + found + " entries where the shape says " + shape[depth]);
        }
    }

    /** Elements of a shape, refused before memory is taken where the body is too short to hold them. */
    private int elements(String name, long[] shape) {
        try {
            int elements = Tensor.elements(shape);
            if (elements <= body.length / 2) {
                return elements;
            }
        } catch (ArithmeticException e) {
            // More than fits in memory: the same answer.
        }
        throw ProblemException.invalid(
                "inputs." + name,
                Arrays.toString(shape),
                "has the shape " + Arrays.toString(shape) + ", which is more values than the request holds.");
    }
}
