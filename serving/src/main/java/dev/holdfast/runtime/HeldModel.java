package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelSignature;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model that is in memory, or out of it to make room for others: then the next request brings it back, loaded once for all that wait.
 * Requests read one volatile reference more than they would without.
 */
public final class HeldModel implements AutoCloseable {
    /** Where it is. */
    public enum State {
        LOADED,
        LOADING,
        UNLOADED
    }

    /**
     * How it stands.
     *
     * @param memory what it takes; absent where it is not in memory
     * @param idleNanos nanoseconds since it was asked last, or came into memory
     * @param wasUsed whether it was ever asked
     * @param failure why it did not come back when it was asked last; absent where it did
     */
    public record Standing(
            State state,
            @Nullable MemoryUse memory,
            long idleNanos,
            boolean wasUsed,
            @Nullable String failure) {}

    /** Of one who waits for it: nothing is held yet. */
    private static final LoadedModel.Lease AWAY = () -> {};

    private final Function<RoomNeed, LoadedModel> opening;
    private final ModelCounts counts;
    private final QueueRoom room;
    private final LoadBackoff backoff;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable LoadedModel loaded;
    private volatile boolean closed;
    private @Nullable CompletableFuture<LoadedModel> underWay;
    /** What is known of it while it is away. */
    private volatile @Nullable InputCheck inputCheck;

    private volatile boolean joins;
    private volatile long lastUsed = System.nanoTime();
    private volatile boolean wasUsed;

    /**
     * @param name in messages
     * @param first in memory already; absent: it comes with the first request
     * @param opening verifies, opens and runs it once
     */
    HeldModel(
            String name,
            ModelSignature signature,
            @Nullable LoadedModel first,
            Function<RoomNeed, LoadedModel> opening,
            ModelCounts counts,
            QueueLimit limit) {
        this.opening = opening;
        this.counts = counts;
        this.room = new QueueRoom(limit);
        this.backoff = new LoadBackoff(name);
        this.loaded = first;
        this.joins = RowDimension.isFirst(signature);
    }

    /** A lease, also where it has to come back first; empty where it was closed. */
    public Optional<LoadedModel.Lease> acquire() {
        LoadedModel now = loaded;
        if (now != null) {
            Optional<LoadedModel.Lease> lease = now.acquire();
            if (lease.isPresent()) {
                return lease;
            }
        }
        return closed ? Optional.empty() : Optional.of(AWAY);
    }

    /** As {@link LoadedModel#run}; waits until it is there. */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return LoadedModel.await(submit(inputs, Deadline.none(), Batching.OFF)).outputs();
    }

    /**
     * Runs the model on this thread, however long it takes: for work that nobody waits for, which enters no queue and takes none of the
     * threads that answer requests. Waits until it is there. Inputs and outputs are as for {@link #run}.
     *
     * @throws ProblemException 422 that names the tensor, what was expected and what came; 503 where it was closed
     */
    public Map<String, Tensor> runHere(Map<String, Tensor> inputs) {
        while (true) {
            LoadedModel now = loaded;
            Map<String, Tensor> outputs = now == null ? null : now.runHereIfOpen(inputs);
            if (outputs != null) {
                return outputs;
            }
            if (closed) {
                throw ProblemException.unavailable("The model was let go of; ask for it anew.", Duration.ofSeconds(1));
            }
            load();
        }
    }

    /**
     * As {@link LoadedModel#submit}. Where it is not in memory, inputs that it does not take are refused without it, and all else waits until it
     * is there.
     *
     * @return fails with a problem as there, or 503 where it does not come back before the deadline
     */
    public CompletableFuture<Ran> submit(Map<String, Tensor> inputs, Deadline deadline, Batching batching) {
        LoadedModel now = loaded;
        if (now != null) {
            CompletableFuture<Ran> run = now.submitIfOpen(inputs, deadline, batching);
            if (run != null) {
                return run;
            }
        }
        return submitWhenThere(inputs, deadline, batching);
    }

    private CompletableFuture<Ran> submitWhenThere(Map<String, Tensor> inputs, Deadline deadline, Batching batching) {
        InputCheck known = inputCheck;
        if (known != null) {
            known.check(inputs);
        }
        RunSize size = RunSize.of(inputs);
        if (!room.enter(size)) {
            return CompletableFuture.failedFuture(room.full());
        }
        waiting.incrementAndGet();
        WaitingRun run = new WaitingRun(deadline, backoff::late, () -> {
            waiting.decrementAndGet();
            room.leave(size);
        });
        var _ = there().whenComplete(
                        (model, failure) -> run.arrived(model, failure, () -> submit(inputs, deadline, batching)));
        return run.result();
    }

    /**
     * Brings it into memory, if it is not.
     *
     * @throws dev.holdfast.kernel.ProblemException as {@link ModelRuntime#hold} does, 503 while it is not tried again
     */
    public void load() {
        LoadedModel.await(there());
    }

    private synchronized CompletableFuture<LoadedModel> there() {
        LoadedModel now = loaded;
        if (now != null && !now.isFreed()) {
            return CompletableFuture.completedFuture(now);
        }
        if (underWay != null) {
            return underWay;
        }
        var refused = backoff.refusal();
        if (refused.isPresent()) {
            return CompletableFuture.failedFuture(refused.get());
        }
        CompletableFuture<LoadedModel> load = new CompletableFuture<>();
        underWay = load;
        Thread.ofPlatform().name("model-load").daemon().start(() -> comeBack(load));
        return load;
    }

    private void comeBack(CompletableFuture<LoadedModel> load) {
        LoadedModel model;
        try {
            model = opening.apply(RoomNeed.answer(backoff.patience(() -> waiting.get() > 0)));
        } catch (RuntimeException | Error e) {
            RuntimeException told = backoff.failed(e);
            synchronized (this) {
                underWay = null;
            }
            load.completeExceptionally(told);
            return;
        }
        // Not unloaded again before those who waited have it.
        Optional<LoadedModel.Lease> lease = model.acquire();
        boolean unwanted;
        synchronized (this) {
            loaded = model;
            underWay = null;
            unwanted = closed;
        }
        backoff.succeeded();
        load.complete(model);
        lease.ifPresent(LoadedModel.Lease::close);
        if (unwanted) {
            model.close();
        }
    }

    /** Unloads it until it is asked again, if it is in memory and no request is with it; whether it did. */
    public synchronized boolean unloadIfIdle() {
        LoadedModel now = loaded;
        if (now == null || closed || !now.closeIfIdle()) {
            return false;
        }
        inputCheck = now.inputCheck();
        joins = now.joinsRequests();
        lastUsed = now.lastUsed();
        wasUsed |= now.wasUsed();
        loaded = null;
        counts.displaced();
        return true;
    }

    /** As {@link LoadedModel#joinsRequests}; what was known last while it is away. */
    public boolean joinsRequests() {
        LoadedModel now = loaded;
        return now == null ? joins : now.joinsRequests();
    }

    /** The {@link System#nanoTime} when it was asked last, or came into memory. */
    public long lastUsed() {
        LoadedModel now = loaded;
        return now == null ? lastUsed : now.lastUsed();
    }

    /** Whether it is in memory. */
    public boolean isLoaded() {
        LoadedModel now = loaded;
        return now != null && !now.isFreed();
    }

    /** Why it did not come back when it was asked last; null where it did. */
    public @Nullable String failure() {
        return backoff.failure();
    }

    /** How it stands now. */
    public Standing standing() {
        LoadedModel now = loaded;
        boolean loading;
        synchronized (this) {
            loading = underWay != null;
        }
        String failure = backoff.failure();
        long idle = System.nanoTime() - lastUsed();
        return now == null || now.isFreed()
                ? new Standing(loading ? State.LOADING : State.UNLOADED, null, idle, wasUsed, failure)
                : new Standing(State.LOADED, now.memory(), idle, wasUsed || now.wasUsed(), failure);
    }

    /** Its memory is given back when the last lease has come back, and who waits for it has his answer. */
    @Override
    public synchronized void close() {
        closed = true;
        LoadedModel now = loaded;
        if (now != null) {
            now.close();
        }
    }
}
