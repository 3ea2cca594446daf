package dev.holdfast.runtime;

import dev.holdfast.model.ModelSignature;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A model as one engine has it in memory. {@link LoadedModel} sees to everything that engines have in common. */
interface ModelSession extends AutoCloseable {
    /** What the model takes and gives. */
    ModelSignature signature();

    /** The names that the model's file gives to open dimensions, by input: equal names are equal extents. Empty: it gives none. */
    Map<String, List<String>> dimensionNames();

    /** The names of the columns of its one matrix, where the file has them; empty where it has not. */
    default List<String> features() {
        return List.of();
    }

    /** Bytes of the Java heap that it takes; empty where it takes native memory, which is measured from outside. */
    default OptionalLong heapBytes() {
        return OptionalLong.empty();
    }

    /**
     * Runs the model, from any number of threads at once.
     *
     * @param inputs fit the signature
     * @param stop ends the run early, as far as the engine can
     * @return every output of the signature by its name, in the signature's order
     * @throws dev.holdfast.kernel.ProblemException 422 where the model does not run on the inputs
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs, RunStop stop);

    /** Gives the memory back; no run is under way, and none follows. */
    @Override
    void close();
}
