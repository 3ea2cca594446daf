package dev.holdfast.model;

import java.util.List;

/**
 * A tensor that a model takes or gives.
 *
 * @param shape the extent of each dimension; -1 = any
 */
public record TensorSpec(String name, TensorType datatype, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }
}
