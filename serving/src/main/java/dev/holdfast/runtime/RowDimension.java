package dev.holdfast.runtime;

import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which dimension of a model's tensors is the rows. */
public final class RowDimension {
    private RowDimension() {}

    /** Whether the first dimension of everything that goes in and out is open. */
    public static boolean isFirst(ModelSignature signature) {
        return signature.inputs().stream().allMatch(RowDimension::isOpen)
                && signature.outputs().stream().allMatch(RowDimension::isOpen);
    }

    /**
     * The same, and no name that the file gives to it says otherwise: the inputs call it the same, and nothing else in them.
     *
     * @param dimensionNames of each input; an empty name says nothing
     */
    static boolean isFirst(ModelSignature signature, Collection<List<String>> dimensionNames) {
        Set<String> first = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (List<String> names : dimensionNames) {
            for (int i = 0; i < names.size(); i++) {
                (i == 0 ? first : others).add(names.get(i));
            }
        }
        first.remove("");
        others.retainAll(first);
        return isFirst(signature) && first.size() <= 1 && others.isEmpty();
    }

    private static boolean isOpen(TensorSpec tensor) {
        return !tensor.shape().isEmpty() && tensor.shape().getFirst() < 0;
    }
}
