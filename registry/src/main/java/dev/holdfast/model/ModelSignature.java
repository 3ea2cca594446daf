package dev.holdfast.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model takes and gives. What its maker leaves out is not known: the list is empty. */
public record ModelSignature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public ModelSignature {
        inputs = copy(inputs);
        outputs = copy(outputs);
    }

    /** Whoever states a signature in JSON may leave one out. */
    private static List<TensorSpec> copy(@Nullable List<TensorSpec> specs) {
        return specs == null ? List.of() : List.copyOf(specs);
    }
}
