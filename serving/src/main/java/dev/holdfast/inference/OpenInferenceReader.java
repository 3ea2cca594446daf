package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request of the Open Inference Protocol: bytes in, tensors out, whatever the transport. The body is JSON, behind which the raw
 * bytes of tensors may follow in their order.
 */
final class OpenInferenceReader {
    private final byte[] body;
    private final JsonScanner json;
    private final ByteBuffer tail;
    private @Nullable String id;
    private long timeoutMicros;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final RequestedOutputs outputs = RequestedOutputs.all();

    private OpenInferenceReader(byte[] body, int jsonLength) {
        this.body = body;
        this.json = new JsonScanner(body, 0, jsonLength);
        this.tail = ByteBuffer.wrap(body, jsonLength, body.length - jsonLength);
    }

    /** Reads a body that is JSON alone; a problem, malformed or invalid, says what is wrong and where. */
    static InferenceRequest read(byte[] body) {
        return read(body, body.length);
    }

    /**
     * Reads a body that begins with JSON.
     *
     * @param jsonLength bytes of the JSON; the rest is raw tensors
     */
    static InferenceRequest read(byte[] body, int jsonLength) {
        if (jsonLength < 0 || jsonLength > body.length) {
            throw ProblemException.malformed(
                    OpenInference.JSON_LENGTH, jsonLength, "must be from 0 to the body's length, " + body.length + ".");
        }
        if (body.length == 0) {
            throw ProblemException.malformed(
                    "body", null, "is empty; send {\"inputs\": [{\"name\", \"datatype\", \"shape\", \"data\"}]}.");
        }
        OpenInferenceReader reader = new OpenInferenceReader(body, jsonLength);
        try {
            reader.request();
        } catch (MalformedJson e) {
            throw e.problem(body);
        }
        return new InferenceRequest(reader.id, reader.inputs, reader.outputs, reader.timeoutMicros);
    }

    /** Reads a body that is the one input of a model and nothing else; the answer is raw bytes as well. */
    static InferenceRequest readRaw(byte[] body, ModelSignature signature) {
        RequestedOutputs outputs = RequestedOutputs.all();
        outputs.binaryByDefault(true);
        return new InferenceRequest(null, RawInput.read(body, signature), outputs);
    }

    private void request() {
        expect('{', "body", "a JSON object");
        json.beginObject();
        while (json.nextField()) {
            switch (json.field()) {
                case "id" -> id = json.word("null") ? null : json.takeScalar();
                case "inputs" -> {
                    expect('[', "inputs", "a list of tensors");
                    json.beginArray();
                    while (json.nextElement()) {
                        input("inputs[" + inputs.size() + "]");
                    }
                }
                case "outputs" -> {
                    expect('[', "outputs", "a list of {\"name\": …}");
                    json.beginArray();
                    while (json.nextElement()) {
                        output();
                    }
                }
                case "parameters" -> parameters();
                default -> json.skip();
            }
        }
        json.end();
        if (inputs.isEmpty()) {
            throw ProblemException.invalid("inputs", null, "is missing or empty; send the model's input tensors.");
        }
        if (tail.hasRemaining()) {
            throw ProblemException.invalid(
                    "body", null, "has " + tail.remaining() + " bytes behind the tensors that it describes.");
        }
    }

    private void parameters() {
        if (json.peek() != '{') {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            if (json.field().equals("binary_data_output")) {
                outputs.binaryByDefault(truth("parameters.binary_data_output"));
            } else if (json.field().equals("timeout") && json.atNumber()) {
                JsonNumber micros = json.number();
                timeoutMicros = micros.isLong() ? Math.max(0, micros.asLong()) : 0;
            } else {
                other(json.field());
            }
        }
    }

    private void output() {
        expect('{', "outputs", "a list of {\"name\": …}");
        String wanted = null;
        Boolean binary = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.field().equals("name") && json.peek() == '"') {
                wanted = json.string();
            } else if (json.field().equals("parameters") && json.peek() == '{') {
                json.beginObject();
                while (json.nextField()) {
                    if (json.field().equals("binary_data")) {
                        binary = truth("outputs.parameters.binary_data");
                    } else {
                        other(json.field());
                    }
                }
            } else {
                json.skip();
            }
        }
        if (wanted == null) {
            throw ProblemException.invalid("outputs", null, "has an entry without a name.");
        }
        outputs.add(wanted, binary);
    }

    private void input(String place) {
        expect('{', place, "an object with name, datatype, shape and data");
        InputTensor tensor = new InputTensor(place, body.length);
        json.beginObject();
        while (json.nextField()) {
            switch (json.field()) {
                case "name" -> {
                    expect('"', place + ".name", "a text");
                    tensor.name(json.string());
                }
                case "datatype" -> {
                    expect('"', place + ".datatype", "a text such as \"FP32\"");
                    tensor.datatype(json.string());
                }
                case "shape" -> {
                    expect('[', place + ".shape", "a list of whole numbers");
                    tensor.shape(json);
                }
                case "data" -> tensor.data(json);
                case "parameters" -> inputParameters(tensor, place);
                default -> json.skip();
            }
        }
        Tensor built = tensor.build(json, tail);
        if (inputs.put(built.name(), built) != null) {
            throw ProblemException.invalid("inputs." + built.name(), null, "is sent twice.");
        }
    }

    private void inputParameters(InputTensor tensor, String place) {
        if (json.peek() != '{') {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            if (json.field().equals("binary_data_size")) {
                if (!json.atNumber()) {
                    throw ProblemException.malformed(
                            place + ".parameters.binary_data_size", json.shown(), "must be a number of bytes.");
                }
                JsonNumber size = json.number();
                tensor.binarySize(size.isLong() ? size.asLong() : -1);
            } else {
                other(json.field());
            }
        }
    }

    /** Parameters are free: what is not known has no meaning here. */
    private void other(String parameter) {
        if (UnsupportedParameters.isKnown(parameter)
                && (json.atBracket() || UnsupportedParameters.isAsked(parameter, json.scalarText()))) {
            throw new ProblemException(ProblemType.NOT_SUPPORTED, UnsupportedParameters.refusal(parameter));
        }
        json.skip();
    }

    private boolean truth(String place) {
        if (json.word("true")) {
            return true;
        }
        if (json.word("false")) {
            return false;
        }
        throw ProblemException.malformed(place, null, "must be true or false.");
    }

    private void expect(char first, String field, String shouldBe) {
        byte next = json.peek();
        if (next != first) {
            // Bytes that are no value at all are told as such.
            json.skip();
            throw ProblemException.malformed(field, null, "must be " + shouldBe + ".");
        }
    }
}
