package dev.holdfast.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.ValueInfo;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What converters of scikit-learn put behind a classifier unless told otherwise: for every row a map from class to probability. Served
 * as a matrix with a column for each class, in the order of the classes, which is scikit-learn's.
 */
final class ClassProbabilities {
    private ClassProbabilities() {}

    static boolean are(ValueInfo info) {
        return info instanceof SequenceInfo sequence
                && sequence.isSequenceOfMaps()
                && sequence.mapInfo.valueType == OnnxJavaType.FLOAT;
    }

    static TensorSpec spec(String name) {
        return new TensorSpec(name, TensorType.FP32, List.of(-1L, -1L));
    }

    static Tensor tensor(String name, OnnxSequence maps) throws OrtException {
        List<Map<Object, Object>> rows = new ArrayList<>();
        for (OnnxValue value : maps.getValue()) {
            try (value) {
                if (!(value instanceof OnnxMap map)) {
                    throw new IllegalStateException("Output " + name + " has no maps though the signature says so");
                }
                rows.add(new TreeMap<>(map.getValue()));
            }
        }
        int classes = rows.isEmpty() ? 0 : rows.getFirst().size();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(rows.size(), classes * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Map<Object, Object> row : rows) {
            if (row.size() != classes) {
                throw new IllegalStateException("Output " + name + " has rows of different classes");
            }
            row.values().forEach(probability -> bytes.putFloat((Float) probability));
        }
        return Tensor.of(name, TensorType.FP32, new long[] {rows.size(), classes}, bytes.flip());
    }
}
