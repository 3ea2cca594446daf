package dev.holdfast.release;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has promotion rules looked at every few seconds. */
@Component
class PromotionLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(PromotionLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Promotions promotions;
    private volatile boolean running;
    private @Nullable Thread thread;

    PromotionLoop(Promotions promotions) {
        this.promotions = promotions;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("promotion-rules").daemon().start(this::lookUntilStopped);
    }

    private void lookUntilStopped() {
        while (running) {
            LockSupport.parkNanos(EVERY.toNanos());
            try {
                if (running) {
                    promotions.decide();
                }
            } catch (RuntimeException e) {
                log.warn("Promotion rules can't be looked at for now: {}", e.toString());
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread looking = thread;
        if (looking == null) {
            return;
        }
        LockSupport.unpark(looking);
        try {
            looking.join(EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
