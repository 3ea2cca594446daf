package dev.holdfast.release;

import dev.holdfast.background.Loop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The one thread that runs shadows (they take one processor at most, whatever the traffic), and one that writes down what they showed. */
@Component
class ShadowLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ShadowLoop.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final Duration WRITE_EVERY = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Shadows shadows;
    private final Loop working = new Loop("shadow", "Shadows can't run for now", AFTER_FAILURE, this::work);
    private final Loop writing = new Loop(
            "shadow-writer", "What shadows answered can't be written for now and waits", AFTER_FAILURE, this::write);
    private Duration pause = SHORTEST_PAUSE;

    ShadowLoop(Shadows shadows) {
        this.shadows = shadows;
    }

    private Duration work() {
        boolean idle = shadows.work() == 0;
        pause = idle ? Loop.twice(pause, LONGEST_PAUSE) : SHORTEST_PAUSE;
        return pause;
    }

    private Duration write() {
        shadows.write();
        return WRITE_EVERY;
    }

    @Override
    public void start() {
        working.start();
        writing.start();
    }

    @Override
    public void stop() {
        working.stop(STOP_WITHIN);
        writing.stop(STOP_WITHIN);
        try {
            shadows.write();
        } catch (RuntimeException e) {
            log.warn("The last answers of shadows could not be written: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return working.isRunning();
    }

    /** Stops after the web server, as monitoring does. */
    @Override
    public int getPhase() {
        return 0;
    }
}
