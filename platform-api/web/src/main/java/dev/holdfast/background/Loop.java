package dev.holdfast.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of its own that does the same again and again until it is stopped, whatever fails meanwhile. It may be started again. */
public final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration COMPLAIN_EVERY = Duration.ofSeconds(30);

    /** What is done again and again. */
    @FunctionalInterface
    public interface Pass {
        /** Returns how long to wait for the next one. */
        Duration run() throws Exception;
    }

    private final String name;
    private final String trouble;
    private final Duration afterFailure;
    private final Pass pass;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private boolean failing;
    private long complainedAt;

    /**
     * @param name of the thread
     * @param trouble what the log says of a pass that fails: when that begins, and then twice a minute
     * @param afterFailure how long to wait then
     */
    public Loop(String name, String trouble, Duration afterFailure, Pass pass) {
        this.name = name;
        this.trouble = trouble;
        this.afterFailure = afterFailure;
        this.pass = pass;
    }

    public void start() {
        start(Duration.ZERO);
    }

    /** The first pass begins after {@code delay}. */
    public void start(Duration delay) {
        Thread fresh = Thread.ofPlatform().name(name).daemon().unstarted(() -> run(delay));
        thread = fresh;
        fresh.start();
    }

    /** The next pass begins at once. */
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /**
     * Begins no other pass, and waits for the one under way, {@code within} at the longest. It is not interrupted: that would break
     * the connection of a query.
     */
    public void stop(Duration within) {
        Thread ending = thread;
        thread = null;
        if (ending != null) {
            wake();
            try {
                ending.join(within);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public boolean isRunning() {
        return thread != null;
    }

    /** A pause twice as long, {@code longest} at the most: for a loop that finds less and less to do. */
    public static Duration twice(Duration pause, Duration longest) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    private void run(Duration delay) {
        try {
            pause(delay);
            while (Thread.currentThread().equals(thread)) {
                pause(pass());
            }
        } catch (InterruptedException e) {
            log.debug("{} was interrupted and ends", name);
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (Thread.currentThread().equals(thread) && wakeUps.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits();
        }
    }

    private Duration pass() throws InterruptedException {
        try {
            Duration pause = pass.run();
            if (failing) {
                log.info("{} goes on", name);
            }
            failing = false;
            return pause;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            complain(e);
            return afterFailure;
        }
    }

    private void complain(Exception e) {
        if (!failing && !PassingFailures.passes(e)) {
            log.error(trouble, e);
        } else if (!failing || System.nanoTime() - complainedAt > COMPLAIN_EVERY.toNanos()) {
            log.warn("{}: {}", trouble, e.toString());
        } else {
            return;
        }
        failing = true;
        complainedAt = System.nanoTime();
    }
}
