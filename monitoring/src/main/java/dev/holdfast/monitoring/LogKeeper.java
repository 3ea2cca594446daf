package dev.holdfast.monitoring;

import dev.holdfast.background.Loop;
import java.time.Duration;
import java.util.concurrent.CancellationException;
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
    private final Loop loop = new Loop(
            "prediction-log-keeper",
            "The prediction log could not be kept to its settings; it is tried again in " + LOOK_EVERY,
            LOOK_EVERY,
            this::pass);

    LogKeeper(LogArchive archive, LogRetention retention, MonitoringProperties properties) {
        this.archive = archive;
        this.retention = retention;
        this.threads = properties.threads();
    }

    /** Copies what is due, then ends what is over. */
    void keep() {
        archive.copyDue(() -> threads && !loop.isRunning());
        retention.end();
    }

    private Duration pass() {
        try {
            keep();
        } catch (CancellationException e) {
            log.debug("The copy of a day is left; it is made anew with the next start");
        }
        return LOOK_EVERY;
    }

    @Override
    public void start() {
        if (threads) {
            loop.start(FIRST_LOOK);
        }
    }

    @Override
    public void stop() {
        loop.stop(STOP_WITHIN);
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
