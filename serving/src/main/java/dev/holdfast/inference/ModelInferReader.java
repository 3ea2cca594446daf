package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the message {@code ModelInferRequest}: tensors typed or raw, not copied where they are raw. */
final class ModelInferReader {
    private static final int MAX_RANK = 16;

    /** What a message asks for before anything else is read of it. */
    record Target(String model, @Nullable String version) {}

    /** One entry of {@code inputs}. */
    private static final class Input {
        private String name = "";
        private String datatype = "";
        private long[] shape = {};
        private @Nullable ProtobufInput contents;
    }

    private String id = "";
    private long timeoutMicros;
    private final List<Input> inputs = new ArrayList<>();
    private final List<ByteBuffer> raw = new ArrayList<>();
    private final RequestedOutputs outputs = RequestedOutputs.all();

    private ModelInferReader() {}

    /** Which model a message is for: the fields that all requests about one model begin with. */
    static Target target(byte[] message) {
        ProtobufInput in = new ProtobufInput(message);
        String model = "";
        String version = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> model = in.text();
                case 2 -> version = in.text();
                default -> in.skip();
            }
        }
        return new Target(model, version.isEmpty() ? null : version);
    }

    static InferenceRequest read(byte[] message) {
        ModelInferReader reader = new ModelInferReader();
        ProtobufInput in = new ProtobufInput(message);
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 3 -> reader.id = in.text();
                case 4 -> reader.parameter(in.message());
                case 5 -> reader.inputs.add(reader.input(in.message()));
                case 6 -> reader.output(in.message());
                case 7 -> reader.raw.add(in.bytes());
                default -> in.skip();
            }
        }
        return new InferenceRequest(
                reader.id.isEmpty() ? null : reader.id, reader.tensors(), reader.outputs, reader.timeoutMicros);
    }

    private Map<String, Tensor> tensors() {
        if (inputs.isEmpty()) {
            throw ProblemException.invalid("inputs", null, "is missing or empty; send the model's input tensors.");
        }
        if (!raw.isEmpty() && raw.size() != inputs.size()) {
            throw ProblemException.invalid(
                    "raw_input_contents",
                    null,
                    "has " + raw.size() + " entries for " + inputs.size() + " inputs; send one for each, or none.");
        }
        Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            String place = "inputs." + input.name;
            TensorType type = InputTensor.type(place + ".datatype", input.datatype);
            try {
                Tensor tensor = raw.isEmpty()
                        ? TypedContents.read(input.name, type, input.shape, input.contents)
                        : raw(input, type, raw.get(i));
                if (tensors.put(input.name, tensor) != null) {
                    throw new BadValue("is sent twice");
                }
            } catch (BadValue e) {
                throw ProblemException.invalid(place, null, e.message() + ".");
            }
        }
        return tensors;
    }

    private static Tensor raw(Input input, TensorType type, ByteBuffer bytes) {
        if (input.contents != null) {
            throw new BadValue("has contents beside raw_input_contents; send one of them");
        }
        return BinaryTensors.read(input.name, type, input.shape, bytes);
    }

    private Input input(ProtobufInput in) {
        Input input = new Input();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> input.name = in.text();
                case 2 -> input.datatype = in.text();
                case 3 -> input.shape = shape(in, input);
                case 4 -> parameter(in.message());
                case 5 -> input.contents = in.message();
                default -> in.skip();
            }
        }
        return input;
    }

    /** Packed or not, in one piece or several. */
    private static long[] shape(ProtobufInput in, Input input) {
        if (!in.isPacked()) {
            return with(input, input.shape, in.number());
        }
        ProtobufInput row = in.message();
        long[] shape = input.shape;
        while (!row.isAtEnd()) {
            shape = with(input, shape, row.varint());
        }
        return shape;
    }

    private static long[] with(Input input, long[] shape, long extent) {
        if (extent < 0 || shape.length == MAX_RANK) {
            throw ProblemException.invalid(
                    "inputs." + input.name + ".shape",
                    null,
                    "must be no more than " + MAX_RANK + " whole numbers of 0 or more.");
        }
        long[] longer = Arrays.copyOf(shape, shape.length + 1);
        longer[shape.length] = extent;
        return longer;
    }

    private void output(ProtobufInput in) {
        String name = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2 -> parameter(in.message());
                default -> in.skip();
            }
        }
        outputs.add(name, null);
    }

    /** Parameters are free: what is not known has no meaning here, unless ignoring it would give another answer. */
    private void parameter(ProtobufInput entry) {
        String key = "";
        String value = "";
        for (int field = entry.next(); field != 0; field = entry.next()) {
            switch (field) {
                case 1 -> key = entry.text();
                case 2 -> value = value(entry.message());
                default -> entry.skip();
            }
        }
        if (key.equals("timeout") && value.matches("\\d{1,15}")) {
            timeoutMicros = Long.parseLong(value);
        } else if (UnsupportedParameters.isAsked(key, value)) {
            throw new ProblemException(ProblemType.NOT_SUPPORTED, UnsupportedParameters.refusal(key));
        }
    }

    private static String value(ProtobufInput in) {
        String value = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1, 2, 5 -> value = Long.toString(in.number());
                case 3 -> value = in.text();
                default -> in.skip();
            }
        }
        return value;
    }
}
