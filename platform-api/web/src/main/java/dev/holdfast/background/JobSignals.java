package dev.holdfast.background;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Tells the threads of this server at once what they would otherwise find out at their next look at the database. */
public class JobSignals {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private volatile Runnable onWork = () -> {};
    private volatile Consumer<UUID> onEnd = job -> {};
    private volatile boolean closed;

    private record Waiter(UUID job, CountDownLatch told) {}

    /** There may be something to work on. */
    public void work() {
        onWork.run();
    }

    /** The job is over, or is to stop: whoever works on it or waits for it is told. */
    public void ended(UUID job) {
        onEnd.accept(job);
        waiters.stream()
                .filter(each -> each.job().equals(job))
                .forEach(each -> each.told().countDown());
    }

    /**
     * Waits until {@code job} has ended, {@code atMost} at the longest, and not at all where the server stops. Holds neither a transaction
     * nor, called by a virtual thread, a platform thread.
     */
    public void awaitEnd(UUID job, Duration atMost, BooleanSupplier hasEnded) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Waiter waiter = new Waiter(job, new CountDownLatch(1));
        waiters.add(waiter);
        try {
            // Another server may end the job: nobody tells this one, so it looks from time to time.
            boolean told = false;
            for (long left = atMost.toNanos();
                    left > 0 && !told && !closed && !hasEnded.getAsBoolean();
                    left = deadline - System.nanoTime()) {
                told = waiter.told().await(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiters.remove(waiter);
        }
    }

    void open(Runnable work, Consumer<UUID> end) {
        onWork = work;
        onEnd = end;
        closed = false;
    }

    /** The server stops: whoever waits is answered with what is known now. */
    void close() {
        closed = true;
        waiters.forEach(each -> each.told().countDown());
    }
}
