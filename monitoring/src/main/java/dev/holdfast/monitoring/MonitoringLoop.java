package dev.holdfast.monitoring;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The two threads of monitoring: one counts, one writes. The counting one never waits for the database once it knows a release. */
@Component
class MonitoringLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(MonitoringLoop.class);
    private static final long SHORTEST_PAUSE = Duration.ofMillis(20).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long WRITE_EVERY = Duration.ofMillis(250).toNanos();
    private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();
    private static final long COMPLAIN_EVERY = Duration.ofSeconds(30).toNanos();
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final TrafficCounter counter;
    private final MonitoringWriter writer;
    private final boolean threads;
    private volatile boolean running;
    private @Nullable Thread counting;
    private @Nullable Thread writing;

    MonitoringLoop(TrafficCounter counter, MonitoringWriter writer, MonitoringProperties properties) {
        this.counter = counter;
        this.writer = writer;
        threads = properties.threads();
    }

    /** Counts, logs and judges all predictions that were taken so far. */
    void settle() {
        counter.count();
        writer.writeAll();
    }

    @Override
    public void start() {
        running = true;
        if (threads) {
            counting = Thread.ofPlatform().name("monitoring-counter").daemon().start(this::countUntilStopped);
            writing = Thread.ofPlatform().name("monitoring-writer").daemon().start(this::writeUntilStopped);
        }
    }

    private void countUntilStopped() {
        long pause = SHORTEST_PAUSE;
        Complaints complaints = new Complaints("Predictions can't be counted for now and wait");
        while (running) {
            try {
                pause = counter.count() > 0 ? SHORTEST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
                complaints.over();
            } catch (RuntimeException e) {
                complaints.about(e);
                pause = AFTER_FAILURE;
            }
            LockSupport.parkNanos(pause);
        }
    }

    private void writeUntilStopped() {
        Complaints complaints = new Complaints("What was counted can't be written for now and waits");
        while (running) {
            long pause = WRITE_EVERY;
            try {
                writer.write();
                complaints.over();
            } catch (RuntimeException e) {
                complaints.about(e);
                pause = AFTER_FAILURE;
            }
            LockSupport.parkNanos(pause);
        }
    }

    /** Says what goes wrong when it begins, and then twice a minute. */
    private static final class Complaints {
        private final String what;
        private boolean failing;
        private long lastAt;

        Complaints(String what) {
            this.what = what;
        }

        void about(RuntimeException e) {
            if (!failing) {
                log.warn(what, e);
                lastAt = System.nanoTime();
            } else if (System.nanoTime() - lastAt > COMPLAIN_EVERY) {
                log.warn("{}: {}", what, e.toString());
                lastAt = System.nanoTime();
            }
            failing = true;
        }

        void over() {
            if (failing) {
                log.info("Monitoring goes on");
            }
            failing = false;
        }
    }

    @Override
    public void stop() {
        running = false;
        join(counting);
        join(writing);
        try {
            counter.count();
            counter.closeAll();
            writer.stop();
        } catch (RuntimeException e) {
            log.warn("The last counts could not be written: {}", e.toString());
        }
    }

    private static void join(@Nullable Thread thread) {
        if (thread == null) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server stops taking requests this is still there; phases stop from the highest. */
    @Override
    public int getPhase() {
        return 0;
    }
}
