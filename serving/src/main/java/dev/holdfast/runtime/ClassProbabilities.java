package dev.holdfast.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.ValueInfo;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * What converters of scikit-learn put behind a classifier unless told otherwise: for every row a map from class to probability. Served
 * as a matrix with a column for each class, in the order of the classes, which is scikit-learn's.
 */
final class ClassProbabilities {
    /** In a map, the tensor beside that of its keys. */
    private static final int VALUES = 1;

    private ClassProbabilities() {}

    static boolean are(ValueInfo info) {
        return info instanceof SequenceInfo sequence
                && sequence.isSequenceOfMaps()
                && sequence.mapInfo.valueType == OnnxJavaType.FLOAT;
    }

    static TensorSpec spec(String name) {
        return new TensorSpec(name, TensorType.FP32, List.of(-1L, -1L));
    }

    /** The rows of a sequence of maps: their classes are in order, whatever they are called. */
    static Tensor tensor(String name, MemorySegment sequence) throws OrtException {
        try (Arena memory = Arena.ofConfined()) {
            int rows = Math.toIntExact(OrtApi.valueCount(sequence, memory));
            float[][] probabilities = new float[rows][];
            for (int row = 0; row < rows; row++) {
                probabilities[row] = row(sequence, row, memory);
            }
            int classes = rows == 0 ? 0 : probabilities[0].length;
            float[] all = new float[Math.multiplyExact(rows, classes)];
            for (int row = 0; row < rows; row++) {
                if (probabilities[row].length != classes) {
                    throw new IllegalStateException("Output " + name + " has rows of different classes");
                }
                System.arraycopy(probabilities[row], 0, all, row * classes, classes);
            }
            return Tensor.of(name, new long[] {rows, classes}, all);
        }
    }

    private static float[] row(MemorySegment sequence, int row, Arena memory) throws OrtException {
        MemorySegment made = memory.allocate(ValueLayout.ADDRESS, 2);
        try {
            OrtApi.value(sequence, row, made.asSlice(0, ValueLayout.ADDRESS));
            OrtApi.value(
                    made.getAtIndex(ValueLayout.ADDRESS, 0),
                    VALUES,
                    made.asSlice(ValueLayout.ADDRESS.byteSize(), ValueLayout.ADDRESS));
            MemorySegment values = made.getAtIndex(ValueLayout.ADDRESS, 1);
            int classes = Tensor.elements(OrtApi.shape(values, memory));
            return OrtApi.data(values, (long) classes * Float.BYTES, memory).toArray(ValueLayout.JAVA_FLOAT);
        } finally {
            OrtApi.releaseValues(made);
        }
    }
}
