package dev.holdfast.inference;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;

/** The columns of a model that takes one matrix, where its version names them: models that were logged with a signature do. */
final class MatrixColumns {
    private MatrixColumns() {}

    /** The columns in the order of the matrix; empty where they are not known. */
    static List<TensorSpec> of(ModelVersion version) {
        List<TensorSpec> inputs = version.signature().inputs();
        if (inputs.size() != 1 || !(version.facts().get("features") instanceof List<?> features)) {
            return List.of();
        }
        TensorSpec matrix = inputs.getFirst();
        List<Long> shape = matrix.shape();
        boolean fits = shape.size() == 2
                && shape.getFirst() < 0
                && (shape.getLast() == features.size() || (shape.getLast() < 0 && !features.isEmpty()))
                && features.stream().allMatch(String.class::isInstance)
                && new HashSet<>(features).size() == features.size();
        return fits
                ? features.stream()
                        .map(name -> new TensorSpec(name.toString(), matrix.datatype(), List.of(-1L, 1L)))
                        .toList()
                : List.of();
    }

    /** Columns side by side. */
    static Tensor join(TensorSpec matrix, List<Tensor> columns, int rows) {
        int width = columns.size();
        long[] shape = {rows, width};
        int elements = Math.multiplyExact(rows, width);
        if (matrix.datatype() == TensorType.BYTES) {
            String[] texts = new String[elements];
            for (int column = 0; column < width; column++) {
                String[] values = columns.get(column).texts();
                for (int row = 0; row < rows; row++) {
                    texts[row * width + column] = values[row];
                }
            }
            return Tensor.of(matrix.name(), shape, texts);
        }
        int size = Tensor.bytesPerElement(matrix.datatype());
        ByteBuffer joined =
                ByteBuffer.allocate(Math.multiplyExact(elements, size)).order(ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < width; column++) {
            ByteBuffer values = columns.get(column).bytes();
            for (int row = 0; row < rows; row++) {
                joined.put((row * width + column) * size, values, row * size, size);
            }
        }
        return Tensor.of(matrix.name(), matrix.datatype(), shape, joined);
    }
}
