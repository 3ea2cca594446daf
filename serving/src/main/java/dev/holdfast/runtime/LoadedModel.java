package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in memory, ready to run from any number of threads at once.
 *
 * <p>Native memory is freed when it was closed and the last lease came back, never under a running prediction.
 */
public final class LoadedModel implements AutoCloseable {
    /** Keeps the model in memory until it is closed. */
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /** Bytes that are worth giving back to the operating system at once. */
    static final long LARGE = 8L << 20;

    private static final Logger log = LoggerFactory.getLogger(LoadedModel.class);

    private final ModelSession session;
    private final ModelSignature signature;
    private final InputCheck inputCheck;
    private final RunQueue queue;
    private final BatchQueue batches;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The owner counts as one. The engine's session dies at zero. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final ModelRoom.Place place;
    private final long loadedAt = System.nanoTime();
    /** Lost updates between threads do no harm. */
    private long lastUsed = loadedAt;

    /**
     * @param steady whether runs take about as long as those before, as {@link RunQueue} has it
     * @param place what it takes of the memory for models; given back when it is closed
     */
    LoadedModel(ModelSession session, RunThreads threads, boolean steady, ModelRoom.Place place) {
        this.session = session;
        this.place = place;
        this.queue = new RunQueue(threads, steady);
        this.signature = session.signature();
        this.inputCheck = new InputCheck(signature, session.dimensionNames());
        this.batches = new BatchQueue(
                threads,
                queue,
                signature.inputs().stream().map(TensorSpec::name).toList(),
                RowDimension.isFirst(signature, session.dimensionNames().values()),
                this::runRetained);
    }

    /** Opens an ONNX file that stands alone; a problem where it can't be served. */
    static LoadedModel open(Path onnx, RunThreads threads) {
        return open(onnx, Set.of(), threads);
    }

    /** Opens an ONNX file whose weights may lie in these files beside it; a problem where it can't be served. */
    static LoadedModel open(Path onnx, Set<String> companions, RunThreads threads) {
        return new LoadedModel(
                OnnxSession.open(onnx, companions, Device.CPU),
                threads,
                true,
                ModelRoom.unlimited().enter(0, RoomNeed.CHECK));
    }

    /** What the model takes and gives. */
    public ModelSignature signature() {
        return signature;
    }

    /** The names of the columns of its one matrix, where the file has them; empty where it has not. */
    List<String> features() {
        return session.features();
    }

    /** A lease; empty where the model was closed. */
    public Optional<Lease> acquire() {
        if (closed.get() || !retain()) {
            return Optional.empty();
        }
        lastUsed = System.nanoTime();
        AtomicBoolean returned = new AtomicBoolean();
        return Optional.of(() -> {
            if (returned.compareAndSet(false, true)) {
                release();
            }
        });
    }

    /**
     * Runs the model.
     *
     * @param inputs every input of the signature by its name
     * @return every output of the signature by its name, in the signature's order
     * @throws ProblemException 422 that names the tensor, what was expected and what came
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return await(submit(inputs, Deadline.none(), Batching.OFF)).outputs();
    }

    /** Waits for what is under way; fails as it failed. */
    static <T> T await(CompletableFuture<T> underWay) {
        try {
            return underWay.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Runs the model: a short run at once on this thread, a long one when a thread is free.
     *
     * @param inputs every input of the signature by its name
     * @param deadline when the caller stops waiting: the run leaves the queue, or is ended
     * @param batching whether it may be joined with other requests
     * @return fails with a problem: 503 where too much waits, 504 where the deadline passed, 422 where the model does not run on the inputs
     * @throws ProblemException 422 that names the tensor, what was expected and what came
     */
    public CompletableFuture<Ran> submit(Map<String, Tensor> inputs, Deadline deadline, Batching batching) {
        CompletableFuture<Ran> result = submitIfOpen(inputs, deadline, batching);
        if (result == null) {
            throw new IllegalStateException("The model was closed");
        }
        return result;
    }

    /** As {@link #submit}; null where the model was closed and its memory given back. */
    @Nullable
    CompletableFuture<Ran> submitIfOpen(Map<String, Tensor> inputs, Deadline deadline, Batching batching) {
        inputCheck.check(inputs);
        if (!retain()) {
            return null;
        }
        boolean submitted = false;
        try {
            RunSize size = RunSize.of(inputs);
            CompletableFuture<Ran> result = batches.takes(inputs, size, batching)
                    ? batches.submit(inputs, size, deadline, batching)
                    : queue.submit(size, deadline, stop -> runRetained(inputs, stop));
            submitted = true;
            if (result.isDone()) {
                release();
                return result;
            }
            return result.whenComplete((outputs, failure) -> release());
        } finally {
            if (!submitted) {
                release();
            }
        }
    }

    /** Refuses inputs that the model does not take; it need not be in memory for that. */
    InputCheck inputCheck() {
        return inputCheck;
    }

    /** Sees that all models are within their limit, now that it is known what this one takes; see {@link ModelRoom#enter}. */
    void requireRoom(RoomNeed need) {
        place.keepWithin(need);
    }

    /** What it takes of the memory. */
    MemoryUse memory() {
        return place.taken();
    }

    /**
     * Runs the model on this thread, however long it takes: for work that nobody waits for, which enters no queue and takes none of the
     * threads that answer requests. Inputs and outputs are as for {@link #run}; null where its memory was given back.
     */
    @Nullable
    Map<String, Tensor> runHereIfOpen(Map<String, Tensor> inputs) {
        inputCheck.check(inputs);
        if (!retain()) {
            return null;
        }
        try {
            return session.run(inputs, RunStop.NEVER);
        } finally {
            release();
        }
    }

    /** Whether requests can be joined, as far as is known: the first dimension of all that goes in and out is the rows. */
    public boolean joinsRequests() {
        return batches.joins();
    }

    /**
     * Runs the model once on an input made from its signature, so that the first caller does not wait for it.
     *
     * @throws ProblemException 422 where the model does not run
     */
    public void warmUp() {
        ProblemException failure = null;
        for (long extent : GoldenInput.extents(signature)) {
            try {
                run(GoldenInput.of(signature, extent));
                place.settled();
                return;
            } catch (ProblemException e) {
                failure = e;
            }
        }
        if (failure != null && !GoldenInput.hasOpenShape(signature)) {
            throw UnfitModel.refused("it loads, and fails on an input of its own signature: " + failure.detail());
        }
        place.settled();
        log.info("The model was not warmed up: no input of {} that it takes could be guessed", signature.inputs());
    }

    /** No new leases from now on; the memory is freed with the last one. Does not wait. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            place.close();
            release();
        }
    }

    /** Closes it if nobody has a lease and nothing runs or waits for it, and says whether that was so. */
    boolean closeIfIdle() {
        if (!users.compareAndSet(1, 0)) {
            return false;
        }
        // Whoever closes it at the same time finds nothing left to do.
        closed.set(true);
        place.close();
        free();
        return true;
    }

    /** The {@link System#nanoTime} when it was asked last, or loaded where it was not asked. */
    public long lastUsed() {
        return lastUsed;
    }

    /** Whether it was asked since it was loaded. */
    boolean wasUsed() {
        return lastUsed != loadedAt;
    }

    /** Whether the native memory was given back. */
    public boolean isFreed() {
        return users.get() <= 0;
    }

    /** A run that may outlive those who asked for it. */
    private Map<String, Tensor> runRetained(Map<String, Tensor> inputs, RunStop stop) {
        if (!retain()) {
            throw new IllegalStateException("The model was closed: nobody waits for the run");
        }
        try {
            return session.run(inputs, stop);
        } finally {
            release();
        }
    }

    private boolean retain() {
        for (int now = users.get(); now > 0; now = users.get()) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            free();
        }
    }

    private void free() {
        session.close();
        if (place.taken().bytes() >= LARGE) {
            NativeMemory.trimSoon();
        }
    }
}
