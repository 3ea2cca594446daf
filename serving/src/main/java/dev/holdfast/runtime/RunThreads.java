package dev.holdfast.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads that long runs are handed to, and the clock that ends those whose time is up. Both begin with their first work. */
final class RunThreads {
    private final int threads;
    private final QueueLimit queueLimit;

    private static final class Timer {
        private static final ScheduledThreadPoolExecutor clock = make();

        private static ScheduledThreadPoolExecutor make() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("deadlines").factory());
            executor.setRemoveOnCancelPolicy(true);
            return executor;
        }
    }

    private volatile @Nullable ExecutorService pool;

    RunThreads(int threads, QueueLimit queueLimit) {
        this.threads = threads > 0 ? threads : Math.max(2, Runtime.getRuntime().availableProcessors());
        this.queueLimit = queueLimit;
    }

    /** For tools and checks that run a model or two: no more than the processors, with the usual limits. */
    static RunThreads usual() {
        return new RunThreads(0, QueueLimit.USUAL);
    }

    QueueLimit queueLimit() {
        return queueLimit;
    }

    int count() {
        return threads;
    }

    void execute(Runnable run) {
        ExecutorService running = pool;
        if (running == null) {
            running = start();
        }
        running.execute(run);
    }

    private synchronized ExecutorService start() {
        ExecutorService running = pool;
        if (running == null) {
            AtomicInteger made = new AtomicInteger();
            running = Executors.newFixedThreadPool(
                    threads,
                    work -> Thread.ofPlatform()
                            .daemon()
                            .name("model-" + made.incrementAndGet())
                            .unstarted(work));
            pool = running;
        }
        return running;
    }

    static ScheduledFuture<?> after(long nanos, Runnable work) {
        return Timer.clock.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    synchronized void close() {
        ExecutorService running = pool;
        if (running != null) {
            running.shutdown();
        }
    }
}
