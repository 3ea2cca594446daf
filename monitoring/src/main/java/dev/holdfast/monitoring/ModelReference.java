package dev.holdfast.monitoring;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** The reference of a model version: its inputs and its outputs by name. */
record ModelReference(Map<String, ReferenceColumn> inputs, Map<String, ReferenceColumn> outputs) {
    ModelReference {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    /** This, and from {@code other} the columns that are not here. */
    ModelReference withMissingFrom(ModelReference other) {
        return new ModelReference(union(inputs, other.inputs), union(outputs, other.outputs));
    }

    private static Map<String, ReferenceColumn> union(
            Map<String, ReferenceColumn> first, Map<String, ReferenceColumn> second) {
        Map<String, ReferenceColumn> both = new HashMap<>(second);
        both.putAll(first);
        return both;
    }

    ReferenceSource source() {
        return inputs.values().stream()
                .map(ReferenceColumn::source)
                .max(Comparator.naturalOrder())
                .orElse(ReferenceSource.NONE);
    }
}
