package dev.holdfast.release;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.Deadline;
import dev.holdfast.runtime.LoadedModel;
import dev.holdfast.runtime.Tensor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The release that serves now, kept in memory until this is closed. */
public final class ActiveRelease implements AutoCloseable {
    private final Release release;
    private final ModelVersion version;
    private final LoadedModel model;
    private final LoadedModel.Lease lease;

    ActiveRelease(Release release, ModelVersion version, LoadedModel model, LoadedModel.Lease lease) {
        this.release = release;
        this.version = version;
        this.model = model;
        this.lease = lease;
    }

    public Release release() {
        return release;
    }

    /** The model version's facts: signature, classes, features. */
    public ModelVersion version() {
        return version;
    }

    /** Runs the model; see {@link LoadedModel#run}. */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return model.run(inputs);
    }

    /** Runs the model without waiting for a long run; see {@link LoadedModel#submit}. */
    public CompletableFuture<Map<String, Tensor>> submit(Map<String, Tensor> inputs, Deadline deadline) {
        return model.submit(inputs, deadline);
    }

    @Override
    public void close() {
        lease.close();
    }
}
