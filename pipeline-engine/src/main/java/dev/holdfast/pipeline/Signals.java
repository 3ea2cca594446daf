package dev.holdfast.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Tells the threads of this server at once what they would otherwise find out at their next look at the database. */
@Component("pipelineSignals")
class Signals {
    private final Semaphore work = new Semaphore(0);
    private final Map<UUID, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
    private volatile Consumer<UUID> onEnd = run -> {};
    private volatile boolean closed;

    /** There may be a step to run. */
    void work() {
        work.release();
    }

    /** Waits until there may be work, {@code atMost} at the longest. */
    void awaitWork(Duration atMost) throws InterruptedException {
        if (work.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }

    /** The run is over, or is to stop: whoever works on it or waits for it is told. */
    void ended(UUID run) {
        onEnd.accept(run);
        CompletableFuture<Void> waiting = ends.remove(run);
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /**
     * Waits until {@code run} may have ended, {@code atMost} at the longest.
     *
     * @param hasEnded asked after this thread began to listen, so that no end is missed
     * @return whether it is worth waiting on: the run goes on and so does the server
     */
    boolean awaitEnd(UUID run, Duration atMost, BooleanSupplier hasEnded) throws InterruptedException {
        CompletableFuture<Void> end = ends.computeIfAbsent(run, key -> new CompletableFuture<>());
        if (closed || hasEnded.getAsBoolean()) {
            ends.remove(run, end);
            return false;
        }
        try {
            end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return !closed;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Ends are never exceptional", e);
        }
    }

    void onEnd(Consumer<UUID> listener) {
        onEnd = listener;
    }

    /** The server stops: whoever waits is answered with what is known now. */
    void close() {
        closed = true;
        ends.values().forEach(waiting -> waiting.complete(null));
        work();
    }

    void open() {
        closed = false;
    }
}
