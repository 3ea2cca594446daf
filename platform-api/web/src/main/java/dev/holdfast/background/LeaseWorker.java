package dev.holdfast.background;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs attempts, each from its claim to its end in the database. What is written throws {@link StaleLeaseException} where the lease is
 * no longer valid.
 */
public abstract class LeaseWorker<L extends Lease> {
    private static final Logger log = LoggerFactory.getLogger(LeaseWorker.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final int maxFailures;

    /** @param maxFailures attempts that may end through no fault of the work before it fails */
    protected LeaseWorker(int maxFailures) {
        this.maxFailures = maxFailures;
    }

    /** Does the work, and writes that it is done. */
    protected abstract void work(L lease, Cancellation cancellation) throws Exception;

    /** Writes what the attempt has told so far, if that is kept. */
    protected void tell(L lease) {}

    /** Gives the work back unfinished, through nobody's fault. */
    protected abstract void release(L lease);

    /** Tells of a failure that passes, and returns what gives the work back to be tried again after {@code delay}. */
    protected abstract Runnable retry(L lease, Duration delay);

    /** Tells of a failure that would come again, and returns what ends the work with it. */
    protected abstract Runnable failure(L lease, Throwable failure);

    /** Works until the end, or until {@code cancellation}. */
    public final void run(L lease, Cancellation cancellation) {
        Runnable end = attempt(lease, cancellation);
        untilDatabaseAnswers(lease, cancellation, () -> tell(lease));
        untilDatabaseAnswers(lease, cancellation, end);
    }

    /** Does the work, and returns what is left to be written. */
    private Runnable attempt(L lease, Cancellation cancellation) {
        try {
            work(lease, cancellation);
            return () -> {};
        } catch (StaleLeaseException e) {
            log.info("{}", e.getMessage());
            return () -> {};
        } catch (CancellationException e) {
            return () -> release(lease);
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            if (cancellation.requested()) {
                return () -> release(lease);
            }
            if (PassingFailures.passes(e) && lease.failures() + 1 < maxFailures) {
                Duration delay = PassingFailures.delay(lease.failures());
                log.warn("{} is tried again in {}: {}", lease, delay, e.toString());
                return retry(lease, delay);
            }
            return failure(lease, e);
        }
    }

    /**
     * Writes to the database; while it is away tries again, so that what is done by then is not lost. Once the attempt is to stop it is left
     * to the lease to end what can't be written.
     */
    protected final void untilDatabaseAnswers(L lease, Cancellation cancellation, Runnable write) {
        for (int tries = 0; ; tries++) {
            try {
                write.run();
                return;
            } catch (StaleLeaseException e) {
                log.info("{}", e.getMessage());
                return;
            } catch (RuntimeException e) {
                if (!PassingFailures.passes(e) || cancellation.requested()) {
                    throw e;
                }
                log.warn("The end of {} can't be written yet: {}", lease, e.toString());
                pause(PassingFailures.delay(tries));
            }
        }
    }

    private static void pause(Duration wanted) {
        try {
            Thread.sleep(wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }
}
