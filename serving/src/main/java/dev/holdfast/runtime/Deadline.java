package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a caller waits: until a moment, if he named one, or until he hangs up. */
public final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;

    private final long startedAt;
    private final long nanos;
    private volatile boolean callerGone;
    private @Nullable Runnable whenGone;

    private Deadline(long nanos) {
        this.startedAt = System.nanoTime();
        this.nanos = nanos;
    }

    /** The caller waits until he hangs up. */
    public static Deadline none() {
        return new Deadline(NEVER);
    }

    /** The caller waits that long from now. */
    public static Deadline in(Duration time) {
        return new Deadline(time.compareTo(Duration.ofNanos(NEVER)) >= 0 ? NEVER : Math.max(0, time.toNanos()));
    }

    /** Whether the caller named a moment. */
    public boolean isSet() {
        return nanos != NEVER;
    }

    /** Nanoseconds that are left, 0 where it has passed. */
    public long leftNanos() {
        return isSet() ? Math.max(0, nanos - (System.nanoTime() - startedAt)) : NEVER;
    }

    /** The earlier of the two: this one, or that long from its own start. The caller who hangs up ends both. */
    public Deadline atMost(Duration time) {
        return nanos <= time.toNanos() ? this : new Deadline(this, time.toNanos());
    }

    private Deadline(Deadline other, long nanos) {
        this.startedAt = other.startedAt;
        this.nanos = nanos;
        other.whenGone(this::callerGone);
    }

    /** Whether nobody waits for the answer any more. */
    public boolean isPassed() {
        return callerGone || (isSet() && leftNanos() == 0);
    }

    /** The caller hung up: what runs for him is ended, what waits is dropped. */
    public void callerGone() {
        Runnable work;
        synchronized (this) {
            callerGone = true;
            work = whenGone;
            whenGone = null;
        }
        if (work != null) {
            work.run();
        }
    }

    /** Runs {@code work} when the caller hangs up, at once where he has; replaces what was to run before. */
    void whenGone(@Nullable Runnable work) {
        synchronized (this) {
            if (!callerGone) {
                whenGone = work;
                return;
            }
        }
        if (work != null) {
            work.run();
        }
    }

    /** What the caller is told, if he is there to hear it. */
    public ProblemException problem() {
        return new ProblemException(
                ProblemType.DEADLINE_EXCEEDED,
                callerGone
                        ? "The caller hung up; the prediction was dropped."
                        : "The prediction was not ready within the " + TimeUnit.NANOSECONDS.toMillis(nanos)
                                + " ms that the caller allowed.");
    }
}
