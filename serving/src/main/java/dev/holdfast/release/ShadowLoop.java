package dev.holdfast.release;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The one thread that runs shadows: they take one processor at most, whatever the traffic. */
@Component
class ShadowLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ShadowLoop.class);
    private static final long SHORTEST_PAUSE = Duration.ofMillis(2).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long WRITE_EVERY = Duration.ofMillis(500).toNanos();
    private static final long AFTER_FAILURE = Duration.ofSeconds(5).toNanos();
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Shadows shadows;
    private volatile boolean running;
    private @Nullable Thread thread;

    ShadowLoop(Shadows shadows) {
        this.shadows = shadows;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("shadow").daemon().start(this::workUntilStopped);
    }

    private void workUntilStopped() {
        long pause = SHORTEST_PAUSE;
        long writeAt = System.nanoTime();
        while (running) {
            pause = shadows.work() > 0 ? SHORTEST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
            if (System.nanoTime() - writeAt >= 0) {
                writeAt = System.nanoTime() + write();
            }
            LockSupport.parkNanos(pause);
        }
    }

    /** Returns the nanoseconds until the next time. */
    private long write() {
        try {
            shadows.write();
            return WRITE_EVERY;
        } catch (RuntimeException e) {
            log.warn("What shadows answered can't be written for now and waits: {}", e.toString());
            return AFTER_FAILURE;
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread worker = thread;
        if (worker == null) {
            return;
        }
        LockSupport.unpark(worker);
        try {
            worker.join(STOP_WITHIN);
            shadows.write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("The last answers of shadows could not be written: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the web server, as monitoring does. */
    @Override
    public int getPhase() {
        return 0;
    }
}
