package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;

/** A request that is nothing but the bytes of a model's one input: its type is the model's, its one open dimension what fits. */
final class RawInput {
    private RawInput() {}

    static Map<String, Tensor> read(byte[] body, ModelSignature signature) {
        if (signature.inputs().size() != 1) {
            throw ProblemException.invalid(
                    "inputs",
                    null,
                    "are " + signature.inputs().size() + "; a body without a header is taken by models with one.");
        }
        TensorSpec spec = signature.inputs().getFirst();
        try {
            return Map.of(spec.name(), tensor(body, spec));
        } catch (BadValue e) {
            throw ProblemException.invalid("inputs." + spec.name(), null, e.message() + ".");
        }
    }

    private static Tensor tensor(byte[] body, TensorSpec spec) {
        boolean isText = spec.datatype() == TensorType.BYTES;
        long[] shape = new long[spec.shape().size()];
        int open = -1;
        long known = isText ? 1 : Tensor.bytesPerElement(spec.datatype());
        for (int i = 0; i < shape.length; i++) {
            shape[i] = spec.shape().get(i);
            if (shape[i] >= 0) {
                known *= shape[i];
            } else if (open < 0 || isText) {
                open = i;
                shape[i] = 1;
            } else {
                throw new BadValue(
                        "more than one dimension of " + spec.shape() + " is open; send a header that names them");
            }
        }
        if (isText) {
            // The whole body is the one text, without a length before it.
            return Tensor.of(spec.name(), shape, BinaryTensors.text(ByteBuffer.wrap(body), 0));
        }
        if (open >= 0 && known > 0) {
            shape[open] = body.length / known;
        }
        return BinaryTensors.read(spec.name(), spec.datatype(), shape, ByteBuffer.wrap(body));
    }
}
