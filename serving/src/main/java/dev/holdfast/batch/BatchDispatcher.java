package dev.holdfast.batch;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Gives jobs to threads of their own, which run below everything else. One thread looks for jobs whenever it is told of some, and every
 * {@code poll} in any case; it also says that this server's jobs are alive.
 */
@Component
class BatchDispatcher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(BatchDispatcher.class);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration FORGET = Duration.ofHours(1);

    private final BatchJobQueue queue;
    private final BatchWorker worker;
    private final BatchChunks chunks;
    private final BatchSignals signals;
    private final BatchProperties properties;

    /** What runs here and counts, by fence. A cancelled job leaves at once, even if its thread needs a moment more. */
    private final Map<Long, Running> running = new ConcurrentHashMap<>();

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private @Nullable Thread loop;
    private volatile boolean stopping;
    private volatile boolean started;

    private record Running(Claim claim, Stop stop) {}

    BatchDispatcher(
            BatchJobQueue queue,
            BatchWorker worker,
            BatchChunks chunks,
            BatchSignals signals,
            BatchMetrics metrics,
            BatchProperties properties) {
        this.queue = queue;
        this.worker = worker;
        this.chunks = chunks;
        this.signals = signals;
        this.properties = properties;
        metrics.running(running::size);
    }

    @Override
    public void start() {
        signals.open();
        stopping = false;
        started = true;
        if (properties.enabled()) {
            loop = Thread.ofPlatform().name("batch-dispatcher").daemon().start(this::loop);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        started = false;
        signals.close();
        running.values().forEach(each -> each.stop().request());
        try {
            Thread ending = loop;
            if (ending != null) {
                ending.join(STOP);
            }
            long deadline = System.nanoTime() + STOP.toNanos();
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    log.warn("A batch job that does not stop is left; it goes on with the server");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    private void loop() {
        boolean away = false;
        long lastLook = System.nanoTime() - properties.poll().toNanos();
        long lastForgot = System.nanoTime() - FORGET.toNanos();
        try {
            while (!stopping) {
                try {
                    if (System.nanoTime() - lastLook >= properties.poll().toNanos()) {
                        stopThoseTakenAway();
                        lastLook = System.nanoTime();
                    }
                    startJobs();
                    if (System.nanoTime() - lastForgot >= FORGET.toNanos()) {
                        chunks.forget(properties.keepChunks());
                        lastForgot = System.nanoTime();
                    }
                    away = false;
                } catch (DataAccessException | TransactionException e) {
                    if (!away) {
                        log.warn("Batch jobs wait for the database: {}", e.toString());
                    }
                    away = true;
                } catch (RuntimeException e) {
                    log.error("The dispatcher of batch jobs met an error and goes on", e);
                }
                signals.awaitWork(properties.poll());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopThoseTakenAway() {
        if (running.isEmpty()) {
            return;
        }
        Set<Long> fences = Set.copyOf(running.keySet());
        Set<Long> valid = queue.heartbeat(fences);
        fences.stream().filter(fence -> !valid.contains(fence)).forEach(this::stop);
    }

    private void startJobs() {
        int free = properties.concurrency() - running.size();
        if (free <= 0 || stopping) {
            return;
        }
        for (Claim claim : queue.claim(free)) {
            Running job = new Running(claim, new Stop());
            running.put(claim.fence(), job);
            if (stopping) {
                job.stop().request();
            }
            // A platform thread: native code would pin a virtual one, and those have no priority.
            Thread thread =
                    Thread.ofPlatform().name("batch-" + claim.fence()).daemon().unstarted(() -> work(job));
            threads.add(thread);
            thread.start();
        }
    }

    private void work(Running job) {
        try {
            LowPriority.ofThisThread();
            worker.run(job.claim(), job.stop());
        } catch (RuntimeException e) {
            log.error("{} could not be ended", job.claim(), e);
        } finally {
            running.remove(job.claim().fence());
            threads.remove(Thread.currentThread());
            signals.changed();
        }
    }

    /** The job is over for this server. */
    void stop(UUID job) {
        running.values().stream()
                .filter(each -> each.claim().job().equals(job))
                .map(each -> each.claim().fence())
                .forEach(this::stop);
        signals.changed();
    }

    private void stop(long fence) {
        Running job = running.remove(fence);
        if (job != null) {
            job.stop().request();
        }
    }
}
