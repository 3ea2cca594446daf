package dev.holdfast.monitoring;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One feature: an element of the rows of an input tensor.
 *
 * @param name of the tensor, with {@code [index]} where its rows have several elements
 */
record InputColumn(String name, String tensor, int index, int width, boolean text) {
    /** Wider inputs (images, embeddings) are not compared element by element. */
    static final int MOST_COLUMNS = 1_000;

    static List<InputColumn> of(Map<String, Tensor> inputs, int rows) {
        List<InputColumn> columns = new ArrayList<>();
        inputs.forEach((name, tensor) -> {
            int width = tensor.rowElements();
            if (tensor.rows() == rows && columns.size() + width <= MOST_COLUMNS) {
                boolean text = tensor.datatype() == TensorType.BYTES;
                for (int index = 0; index < width; index++) {
                    columns.add(
                            new InputColumn(width == 1 ? name : name + "[" + index + "]", name, index, width, text));
                }
            }
        });
        return columns;
    }

    /** Whether the requests that these columns were made for look like this one. */
    static boolean fit(List<InputColumn> columns, Map<String, Tensor> inputs, int rows) {
        for (InputColumn column : columns) {
            if (column.isFirst() && !column.fits(inputs.get(column.tensor), rows)) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(@Nullable Tensor found, int rows) {
        return found != null
                && found.rows() == rows
                && found.rowElements() == width
                && (found.datatype() == TensorType.BYTES) == text;
    }

    /** Whether it is the first of its tensor; the others follow. */
    boolean isFirst() {
        return index == 0;
    }
}
