package dev.holdfast.monitoring;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Copies days of the log into the store and ends those whose time has passed, on a thread of its own that nobody waits for. */
@Component
class LogKeeper implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);
    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final LogArchive archive;
    private final LogRetention retention;
    private final boolean threads;
    private volatile boolean running;
    private @Nullable Thread keeping;

    LogKeeper(LogArchive archive, LogRetention retention, MonitoringProperties properties) {
        this.archive = archive;
        this.retention = retention;
        this.threads = properties.threads();
    }

    /** Copies what is due, then ends what is over. */
    void keep() {
        archive.copyDue(() -> threads && !running);
        retention.end();
    }

    @Override
    public void start() {
        running = true;
        if (threads) {
            keeping = Thread.ofPlatform().name("prediction-log-keeper").daemon().start(this::keepUntilStopped);
        }
    }

    private void keepUntilStopped() {
        pause(FIRST_LOOK);
        while (running) {
            try {
                keep();
            } catch (CancellationException e) {
                log.debug("The copy of a day is left; it is made anew with the next start");
            } catch (RuntimeException e) {
                log.warn(
                        "The prediction log could not be kept to its settings; it is tried again in {}", LOOK_EVERY, e);
            }
            pause(LOOK_EVERY);
        }
    }

    private void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); running && left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread ending = keeping;
        if (ending != null) {
            LockSupport.unpark(ending);
            try {
                ending.join(STOP_WITHIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
