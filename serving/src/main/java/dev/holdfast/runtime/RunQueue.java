package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides where the runs of one model happen. A short one runs on the thread that asks: a hand-over would cost more. A long one would
 * hold up others there, so it waits for one of a few threads, in a queue that is bounded in rows and bytes.
 */
final class RunQueue {
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final RunThreads threads;
    private final QueueLimit limit;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    /** A moving average. Lost updates between threads do no harm. */
    private volatile double nanosPerRow;

    RunQueue(RunThreads threads) {
        this.threads = threads;
        this.limit = threads.queueLimit();
    }

    /** One run of the model. */
    @FunctionalInterface
    interface Run {
        Map<String, Tensor> on(RunStop stop);
    }

    /** Runs now, or when a thread is free. */
    CompletableFuture<Map<String, Tensor>> submit(RunSize size, Deadline deadline, Run run) {
        if (deadline.isPassed()) {
            return CompletableFuture.failedFuture(deadline.problem());
        }
        if (nanosPerRow * size.rows() < LONG_NANOS) {
            return now(size, run);
        }
        long waitingRows = rows.addAndGet(size.rows());
        long waitingBytes = bytes.addAndGet(size.bytes());
        boolean alone = waitingRows == size.rows();
        if (!alone && (waitingRows > limit.rows() || waitingBytes > limit.bytes())) {
            done(size);
            return CompletableFuture.failedFuture(ProblemException.overloaded(
                    "Too much waits for this model: no more than " + limit.rows() + " rows or " + limit.bytes()
                            + " bytes may. Send it again later, or run more replicas.",
                    RETRY_AFTER));
        }
        QueuedRun queued = new QueuedRun(deadline, stop -> timed(size, run, stop), () -> done(size));
        threads.execute(queued);
        return queued.result();
    }

    /** Rows that wait or run on a thread of their own. */
    long waitingRows() {
        return rows.get();
    }

    private void done(RunSize size) {
        rows.addAndGet(-size.rows());
        bytes.addAndGet(-size.bytes());
    }

    private CompletableFuture<Map<String, Tensor>> now(RunSize size, Run run) {
        try {
            return CompletableFuture.completedFuture(timed(size, run, RunStop.NEVER));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Map<String, Tensor> timed(RunSize size, Run run, RunStop stop) {
        long start = System.nanoTime();
        Map<String, Tensor> result = run.on(stop);
        double perRow = (double) (System.nanoTime() - start) / Math.max(1, size.rows());
        double before = nanosPerRow;
        nanosPerRow = before == 0 ? perRow : before + (perRow - before) / 16;
        return result;
    }
}
