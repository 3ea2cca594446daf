package dev.holdfast.runtime;

import dev.holdfast.model.ModelSignature;
import java.util.Map;
import java.util.Optional;

/**
 * A model in memory, ready to run from any number of threads at once.
 *
 * <p>Native memory is freed when it was closed and the last lease came back, never under a running prediction.
 */
public class LoadedModel implements AutoCloseable {
    /** Keeps the model in memory until it is closed. */
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    LoadedModel() {}

    /** What the model takes and gives. */
    public ModelSignature signature() {
        throw new UnsupportedOperationException();
    }

    /** A lease; empty where the model was closed. */
    public Optional<Lease> acquire() {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs the model.
     *
     * @param inputs every input of the signature by its name
     * @return every output of the signature by its name, in the signature's order
     * @throws dev.holdfast.kernel.ProblemException 422 that names the tensor, what was expected and what came
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        throw new UnsupportedOperationException();
    }

    /** No new leases from now on; the memory is freed with the last one. Does not wait. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
