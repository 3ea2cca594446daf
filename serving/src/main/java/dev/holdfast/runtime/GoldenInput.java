package dev.holdfast.runtime;

import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** An input that fits a signature: rows of zeros and empty texts. */
final class GoldenInput {
    /** What is tried for open dimensions other than the rows: a convolution does not take a picture of one pixel. */
    static final long[] EXTENTS = {1, 32, 224};

    private GoldenInput() {}

    static Map<String, Tensor> of(ModelSignature signature, long extent) {
        return of(signature, 1, extent);
    }

    static Map<String, Tensor> of(ModelSignature signature, int rows, long extent) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (TensorSpec spec : signature.inputs()) {
            long[] shape = new long[spec.shape().size()];
            for (int i = 0; i < shape.length; i++) {
                long wanted = spec.shape().get(i);
                shape[i] = wanted >= 0 ? wanted : i == 0 ? rows : extent;
            }
            inputs.put(spec.name(), zeros(spec.name(), spec.datatype(), shape));
        }
        return inputs;
    }

    /** Whether anything but the number of rows is open, so that a failure may be the guess's and not the model's. */
    static boolean hasOpenShape(ModelSignature signature) {
        return signature.inputs().stream()
                .anyMatch(spec -> spec.shape().stream().skip(1).anyMatch(extent -> extent < 0));
    }

    private static Tensor zeros(String name, TensorType datatype, long[] shape) {
        int elements = Tensor.elements(shape);
        if (datatype == TensorType.BYTES) {
            String[] texts = new String[elements];
            Arrays.fill(texts, "");
            return Tensor.of(name, shape, texts);
        }
        int bytes = Math.multiplyExact(elements, Tensor.bytesPerElement(datatype));
        return Tensor.of(name, datatype, shape, ByteBuffer.allocate(bytes));
    }
}
