package dev.holdfast.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Decides where a run happens. A short one runs on the thread that asks: a hand-over would cost more. A long one on a virtual thread
 * would hold its carrier, and with it every other virtual thread, so it moves to a small pool of platform threads.
 */
final class RunPlace {
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Made with the first long run. */
    private static final class Pool {
        private static final AtomicInteger made = new AtomicInteger();
        private static final ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), work -> {
                    Thread thread = new Thread(work, "model-" + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** A moving average. Lost updates between threads do no harm. */
    private volatile double nanosPerRow;

    <T> T call(int rows, Supplier<T> run) {
        if (!Thread.currentThread().isVirtual() || nanosPerRow * rows < LONG_NANOS) {
            return timed(rows, run);
        }
        try {
            return CompletableFuture.supplyAsync(() -> timed(rows, run), Pool.threads)
                    .join();
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

    private <T> T timed(int rows, Supplier<T> run) {
        long start = System.nanoTime();
        T result = run.get();
        double perRow = (double) (System.nanoTime() - start) / Math.max(1, rows);
        double before = nanosPerRow;
        nanosPerRow = before == 0 ? perRow : before + (perRow - before) / 16;
        return result;
    }
}
