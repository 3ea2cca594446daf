package dev.holdfast.monitoring;

import dev.holdfast.background.Loop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The two threads of monitoring: one counts, one writes. The counting one never waits for the database once it knows a release. */
@Component
class MonitoringLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(MonitoringLoop.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final Duration WRITE_EVERY = Duration.ofMillis(250);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final TrafficCounter counter;
    private final MonitoringWriter writer;
    private final boolean threads;
    private final Loop counting =
            new Loop("monitoring-counter", "Predictions can't be counted for now and wait", AFTER_FAILURE, this::count);
    private final Loop writing = new Loop(
            "monitoring-writer", "What was counted can't be written for now and waits", AFTER_FAILURE, this::write);
    private Duration pause = SHORTEST_PAUSE;
    private volatile boolean running;

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

    private Duration count() {
        boolean idle = counter.count() == 0;
        pause = idle ? Loop.twice(pause, LONGEST_PAUSE) : SHORTEST_PAUSE;
        return pause;
    }

    private Duration write() {
        writer.write();
        return WRITE_EVERY;
    }

    @Override
    public void start() {
        running = true;
        if (threads) {
            counting.start();
            writing.start();
        }
    }

    @Override
    public void stop() {
        running = false;
        counting.stop(STOP_WITHIN);
        writing.stop(STOP_WITHIN);
        try {
            counter.count();
            counter.closeAll();
            writer.stop();
        } catch (RuntimeException e) {
            log.warn("The last counts could not be written: {}", e.toString());
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
