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
    private static final long[] EXTENTS = {1, 32, 224};

    /** What a guess may take: many open dimensions would make it very large. */
    private static final long MAX_BYTES = 128L << 20;

    private GoldenInput() {}

    /** The extents to try for open dimensions, none where all would make inputs that are too large to try. */
    static long[] extents(ModelSignature signature) {
        return Arrays.stream(EXTENTS, 0, hasOpenShape(signature) ? EXTENTS.length : 1)
                .filter(extent -> bytes(signature, extent) <= MAX_BYTES)
                .toArray();
    }

    private static double bytes(ModelSignature signature, long extent) {
        double bytes = 0;
        for (TensorSpec spec : signature.inputs()) {
            double each = spec.datatype() == TensorType.BYTES ? Long.BYTES : Tensor.bytesPerElement(spec.datatype());
            for (int i = 0; i < spec.shape().size(); i++) {
                each *= extent(spec, i, 1, extent);
            }
            bytes += each;
        }
        return bytes;
    }

    private static long extent(TensorSpec spec, int dimension, int rows, long open) {
        long wanted = spec.shape().get(dimension);
        return wanted >= 0 ? wanted : dimension == 0 ? rows : open;
    }

    static Map<String, Tensor> of(ModelSignature signature, long extent) {
        return of(signature, 1, extent);
    }

    static Map<String, Tensor> of(ModelSignature signature, int rows, long extent) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (TensorSpec spec : signature.inputs()) {
            long[] shape = new long[spec.shape().size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = extent(spec, i, rows, extent);
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
