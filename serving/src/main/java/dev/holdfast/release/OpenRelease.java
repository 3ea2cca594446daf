package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.HeldModel;
import dev.holdfast.runtime.LoadedModel;
import dev.holdfast.runtime.Tensor;
import java.util.Map;

/** A release in memory for work of its own, whoever serves meanwhile; until this is closed. */
public final class OpenRelease implements AutoCloseable {
    private final LoadedRelease loaded;
    private final LoadedModel.Lease lease;

    /** @param lease gives back what was taken for this work */
    OpenRelease(LoadedRelease loaded, LoadedModel.Lease lease) {
        this.loaded = loaded;
        this.lease = lease;
    }

    public Release release() {
        return loaded.release();
    }

    /** The model version's facts: signature, classes, features. */
    public ModelVersion version() {
        return loaded.version();
    }

    /**
     * Runs the model on this thread and in nobody's queue; see {@link HeldModel#runHere}. No answer is kept, none is taken from those that
     * were.
     *
     * @throws ProblemException 422 where the inputs do not fit, or the model does not run on them
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return loaded.model().runHere(inputs);
    }

    @Override
    public void close() {
        lease.close();
    }
}
