package dev.holdfast.release;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a column stands in a model's inputs: a tensor of its own, or a place in the rows of the one matrix. */
record EntityColumn(String tensor, int index) {
    /** Empty where the model has no such column. */
    static Optional<EntityColumn> of(String column, ModelVersion version) {
        List<TensorSpec> inputs = version.signature().inputs();
        if (inputs.stream().anyMatch(input -> input.name().equals(column))) {
            return Optional.of(new EntityColumn(column, 0));
        }
        if (inputs.size() == 1 && version.facts().get("features") instanceof List<?> features) {
            int index = features.indexOf(column);
            return index < 0
                    ? Optional.empty()
                    : Optional.of(new EntityColumn(inputs.getFirst().name(), index));
        }
        return Optional.empty();
    }

    /** The first row's value as a text; null where it is missing. */
    @Nullable
    String first(Map<String, Tensor> inputs) {
        Tensor values = inputs.get(tensor);
        if (values == null || values.elements() <= index) {
            return null;
        }
        if (values.datatype() == TensorType.BYTES) {
            String text = values.texts()[index];
            return text.isEmpty() ? null : text;
        }
        String text = values.textAt(index);
        return text.equals("NaN") ? null : text;
    }
}
