package dev.holdfast.pipeline;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Gives steps to threads. One thread looks for work whenever it is told of some, and every {@code poll} in any case; it also
 * says that this server lives, takes over from those that don't, and starts what is scheduled.
 */
@Component("pipelineDispatcher")
class Dispatcher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final JdbcClient database;
    private final StepQueue queue;
    private final StepWorker worker;
    private final LostAttempts lostAttempts;
    private final Schedules schedules;
    private final Signals signals;
    private final PipelineProperties properties;

    /** What runs here and counts, by fence. A cancelled step leaves at once, even if its thread needs a moment more. */
    private final Map<Long, Running> running = new ConcurrentHashMap<>();

    private @Nullable ExecutorService threads;
    private @Nullable Thread loop;
    private volatile boolean stopping;
    private volatile boolean started;

    private record Running(Claim claim, Cancellation cancellation, StepLog log) {}

    Dispatcher(
            DataSource dataSource,
            JdbcClient database,
            StepQueue queue,
            StepWorker worker,
            LostAttempts lostAttempts,
            Schedules schedules,
            Signals signals,
            PipelineProperties properties) {
        this.dataSource = dataSource;
        this.database = database;
        this.queue = queue;
        this.worker = worker;
        this.lostAttempts = lostAttempts;
        this.schedules = schedules;
        this.signals = signals;
        this.properties = properties;
    }

    @Override
    public void start() {
        signals.open();
        signals.onEnd(this::stopRun);
        stopping = false;
        started = true;
        if (!properties.enabled()) {
            return;
        }
        // Platform threads: steps run native code and would pin virtual ones.
        threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("pipeline-step-", 1).daemon().factory());
        loop = Thread.ofPlatform().name("pipeline-dispatcher").daemon().start(this::loop);
    }

    @Override
    public void stop() {
        stopping = true;
        started = false;
        signals.close();
        running.values().forEach(step -> step.cancellation().cancel());
        try {
            if (threads != null) {
                threads.shutdown();
                if (!threads.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
                    log.warn("Steps that do not stop are left; they start again with the server");
                }
            }
            if (loop != null) {
                loop.join(STOP);
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
        try (LiveInstance instance = new LiveInstance(dataSource)) {
            long lastLook = System.nanoTime() - properties.poll().toNanos();
            int number = 0;
            while (!stopping) {
                try {
                    if (System.nanoTime() - lastLook >= properties.poll().toNanos()) {
                        number = instance.ensureAlive();
                        look(number);
                        lastLook = System.nanoTime();
                    }
                    startSteps(number);
                    away = false;
                } catch (DataAccessException | TransactionException | SQLException e) {
                    if (!away) {
                        log.warn("Pipelines wait for the database: {}", e.toString());
                    }
                    away = true;
                    lastLook = System.nanoTime() - properties.poll().toNanos();
                } catch (RuntimeException e) {
                    log.error("The pipeline dispatcher met an error and goes on", e);
                }
                signals.awaitWork(properties.poll());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(int number) {
        if (!running.isEmpty()) {
            Set<Long> fences = Set.copyOf(running.keySet());
            Set<Long> valid = queue.heartbeat(number, fences);
            fences.stream().filter(fence -> !valid.contains(fence)).forEach(this::cancel);
            running.values().forEach(step -> step.log().write(database));
        }
        lostAttempts.takeOver(number, running.keySet());
        schedules.startDue();
    }

    private void startSteps(int number) {
        int free = properties.concurrency() - running.size();
        ExecutorService executor = threads;
        if (free <= 0 || stopping || executor == null) {
            return;
        }
        List<Claim> claims = new ArrayList<>(queue.claim(number, free));
        for (Claim claim : claims) {
            Running step = new Running(claim, new Cancellation(), new StepLog(claim));
            running.put(claim.fence(), step);
            executor.execute(() -> work(step));
        }
    }

    private void work(Running step) {
        try {
            worker.run(step.claim(), step.cancellation(), step.log(), () -> stopping);
        } catch (RuntimeException e) {
            log.error("{} could not be ended", step.claim(), e);
        } finally {
            running.remove(step.claim().fence());
            signals.work();
        }
    }

    /** The run is over: its steps stop and hold no slot. */
    private void stopRun(UUID run) {
        running.values().stream()
                .filter(step -> step.claim().runId().equals(run))
                .map(step -> step.claim().fence())
                .forEach(this::cancel);
        signals.work();
    }

    private void cancel(long fence) {
        Running step = running.remove(fence);
        if (step != null) {
            step.cancellation().cancel();
        }
    }
}
