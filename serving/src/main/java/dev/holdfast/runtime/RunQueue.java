package dev.holdfast.runtime;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Decides where the runs of one model happen. A short one runs on the thread that asks: a hand-over would cost more. A long one would
 * hold up others there, so it waits for one of a few threads, in a queue that is bounded in rows and bytes.
 */
final class RunQueue {
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final RunThreads threads;
    private final boolean steady;
    private final QueueRoom room;
    /** A moving average over requests that ran alone. Lost updates between threads do no harm. */
    private volatile double nanosPerRow;

    RunQueue(RunThreads threads) {
        this(threads, true);
    }

    /** @param steady whether runs take about as long as those before; no run of a model that may take any time is expected to be short */
    RunQueue(RunThreads threads, boolean steady) {
        this.threads = threads;
        this.steady = steady;
        this.room = new QueueRoom(threads.queueLimit());
    }

    /** One run of the model. */
    @FunctionalInterface
    interface Run {
        Map<String, Tensor> on(RunStop stop);
    }

    /** Runs now, or when a thread is free. */
    CompletableFuture<Ran> submit(RunSize size, Deadline deadline, Run run) {
        if (deadline.isPassed()) {
            return CompletableFuture.failedFuture(deadline.problem());
        }
        if (isWithin(LONG_NANOS, size.rows())) {
            return now(size, run);
        }
        if (!room.enter(size)) {
            return CompletableFuture.failedFuture(room.full());
        }
        long since = System.nanoTime();
        QueuedRun queued = new QueuedRun(deadline, stop -> timed(size, since, run, stop), () -> room.leave(size));
        threads.execute(queued);
        return queued.result();
    }

    /** Whether a run of so many rows is expected to take less. */
    boolean isWithin(long nanos, int rows) {
        return steady && nanosPerRow * rows < nanos;
    }

    /** What waits, shared with requests that are joined. */
    QueueRoom room() {
        return room;
    }

    /** Remembers what a request took that ran alone. */
    void ranAlone(int rows, long nanos) {
        double perRow = (double) nanos / Math.max(1, rows);
        double before = nanosPerRow;
        nanosPerRow = before == 0 ? perRow : before + (perRow - before) / 16;
    }

    /** A run of more rows took that: so few would not have taken longer. */
    void ranWithin(int rows, long nanos) {
        nanosPerRow = Math.min(nanosPerRow, (double) nanos / Math.max(1, rows));
    }

    private CompletableFuture<Ran> now(RunSize size, Run run) {
        try {
            return CompletableFuture.completedFuture(timed(size, 0, run, RunStop.NEVER));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** @param since when it was asked for; 0: just now */
    private Ran timed(RunSize size, long since, Run run, RunStop stop) {
        long start = System.nanoTime();
        Map<String, Tensor> outputs = run.on(stop);
        long nanos = System.nanoTime() - start;
        ranAlone(size.rows(), nanos);
        return new Ran(outputs, since == 0 ? 0 : start - since, nanos, size.rows(), true);
    }
}
