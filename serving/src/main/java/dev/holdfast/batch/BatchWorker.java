package dev.holdfast.batch;

import dev.holdfast.kernel.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs one attempt of a job, from its claim to its end in the database. */
@Component
class BatchWorker {
    private static final Logger log = LoggerFactory.getLogger(BatchWorker.class);

    private final BatchAttempt attempt;
    private final BatchJobQueue queue;
    private final BatchMetrics metrics;
    private final BatchProperties properties;

    BatchWorker(BatchAttempt attempt, BatchJobQueue queue, BatchMetrics metrics, BatchProperties properties) {
        this.attempt = attempt;
        this.queue = queue;
        this.metrics = metrics;
        this.properties = properties;
    }

    void run(Claim claim, Stop stop) {
        Runnable end = attempt(claim, stop);
        untilDatabaseAnswers(claim, stop::isRequested, end);
    }

    /** Does the work, and returns what is left to be written. */
    private Runnable attempt(Claim claim, Stop stop) {
        if (claim.failures() >= properties.maxFailures()) {
            return () -> fail(
                    claim,
                    new BatchJobError(
                            ProblemType.INTERNAL.slug(),
                            "The server died, or did without its database or store, " + claim.failures()
                                    + " times in a row while it did a chunk; if it ran out of memory, name a smaller"
                                    + " chunk_rows. A retry goes on with this chunk.",
                            List.of()));
        }
        try {
            attempt.run(claim, stop);
            metrics.ended(BatchJobState.SUCCEEDED);
            return () -> {};
        } catch (StaleClaimException e) {
            log.info("{}", e.getMessage());
            return () -> {};
        } catch (CancellationException e) {
            return () -> queue.giveBack(claim, 0, Duration.ZERO);
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            return stop.isRequested() ? () -> queue.giveBack(claim, 0, Duration.ZERO) : failure(claim, e);
        }
    }

    private Runnable failure(Claim claim, Throwable failure) {
        if (BatchFailures.passes(failure) && claim.failures() + 1 < properties.maxFailures()) {
            Duration delay = BatchFailures.delay(claim.failures());
            log.warn("{} is tried again in {}: {}", claim, delay, failure.toString());
            return () -> queue.giveBack(claim, 1, delay);
        }
        BatchJobError error = BatchFailures.error(failure);
        if (error.type().equals(ProblemType.INTERNAL.slug())) {
            log.error("{} failed", claim, failure);
        } else {
            log.info("{} failed: {}", claim, error.message());
        }
        return () -> fail(claim, error);
    }

    private void fail(Claim claim, BatchJobError error) {
        queue.fail(claim, error);
        metrics.ended(BatchJobState.FAILED);
    }

    /** Writes to the database; while it is away tries again, until {@code givingUp}. The lease ends what can't be written. */
    private static void untilDatabaseAnswers(Claim claim, BooleanSupplier givingUp, Runnable write) {
        for (int tries = 0; ; tries++) {
            try {
                write.run();
                return;
            } catch (StaleClaimException e) {
                log.info("{}", e.getMessage());
                return;
            } catch (RuntimeException e) {
                if (!BatchFailures.passes(e) || givingUp.getAsBoolean()) {
                    throw e;
                }
                log.warn("The end of {} can't be written yet: {}", claim, e.toString());
                pause(BatchFailures.delay(Math.min(tries, 2)));
            }
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }
}
