package dev.holdfast.release;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.Batching;
import dev.holdfast.runtime.Deadline;
import dev.holdfast.runtime.HeldModel;
import dev.holdfast.runtime.LoadedModel;
import dev.holdfast.runtime.Ran;
import dev.holdfast.runtime.Tensor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The release that serves now, kept in memory until this is closed; where it is out of memory, a prediction brings it back. */
public final class ActiveRelease implements AutoCloseable {
    private final Release release;
    private final ModelVersion version;
    private final HeldModel model;
    private final LoadedModel.Lease lease;
    private final ServingSettings settings;
    private final @Nullable AnswerCache cache;
    private final @Nullable String arm;
    private final @Nullable Routes routes;

    /**
     * @param arm the arm that it answers for; absent where there is no traffic policy, or before one has chosen
     * @param routes who else may answer
     */
    ActiveRelease(
            Release release,
            ModelVersion version,
            HeldModel model,
            LoadedModel.Lease lease,
            ServingSettings settings,
            @Nullable AnswerCache cache,
            @Nullable String arm,
            @Nullable Routes routes) {
        this.release = release;
        this.version = version;
        this.model = model;
        this.lease = lease;
        this.settings = settings;
        this.cache = cache;
        this.arm = arm;
        this.routes = routes;
    }

    /**
     * What answers a request by the deployment's traffic policy: this release, or another in its place, and then this one is closed. To be
     * asked once it is known what the request says, and not where a caller names the version that must answer.
     *
     * @param inputs as they were read; all arms take the same
     */
    public ActiveRelease routed(Map<String, Tensor> inputs, RequestHeaders headers) {
        return routes == null ? this : routes.choose(this, inputs, headers);
    }

    ActiveRelease as(String chosen) {
        return new ActiveRelease(release, version, model, lease, settings, cache, chosen, null);
    }

    /** The arm of the traffic policy that it answers for; absent where there is no policy. */
    public @Nullable String arm() {
        return arm;
    }

    public Release release() {
        return release;
    }

    /** The model version's facts: signature, classes, features. */
    public ModelVersion version() {
        return version;
    }

    /** Runs the model; see {@link HeldModel#run}. */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return model.run(inputs);
    }

    /** Runs the model without waiting for a long run, maybe joined with other requests, unless the answer is known; see {@link HeldModel#submit}. */
    public CompletableFuture<Ran> submit(Map<String, Tensor> inputs, Deadline deadline) {
        AnswerCache answers = cache;
        if (answers == null) {
            return model.submit(inputs, deadline, settings.batching());
        }
        long start = System.nanoTime();
        AnswerCache.Key key = AnswerCache.Key.of(release.number(), inputs);
        Map<String, Tensor> known = answers.find(key);
        long looked = System.nanoTime() - start;
        if (known != null) {
            return CompletableFuture.completedFuture(Ran.remembered(known, looked));
        }
        return model.submit(inputs, deadline, settings.batching()).thenApply(ran -> {
            long before = System.nanoTime();
            answers.keep(key, ran.outputs());
            return ran.notRemembered(looked + System.nanoTime() - before);
        });
    }

    /** Whether answers are kept and given again. */
    public boolean isCached() {
        return cache != null;
    }

    @Nullable
    AnswerCache cache() {
        return cache;
    }

    /** How its requests are joined; off where its model does not allow it. */
    public Batching batching() {
        return model.joinsRequests() ? settings.batching() : Batching.OFF;
    }

    ServingSettings settings() {
        return settings;
    }

    /** Whether its model is in memory; else the next prediction brings it back. */
    public boolean isInMemory() {
        return model.isLoaded();
    }

    /** Brings its model into memory, if it is not; see {@link HeldModel#load}. */
    void load() {
        model.load();
    }

    @Override
    public void close() {
        lease.close();
    }
}
