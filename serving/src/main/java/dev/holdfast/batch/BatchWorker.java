package dev.holdfast.batch;

import dev.holdfast.background.Cancellation;
import dev.holdfast.background.LeaseWorker;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs one attempt of a job, from its claim to its end in the database. */
@Component
class BatchWorker extends LeaseWorker<Claim> {
    private static final Logger log = LoggerFactory.getLogger(BatchWorker.class);

    private final BatchAttempt attempt;
    private final BatchJobQueue queue;
    private final BatchMetrics metrics;
    private final BatchProperties properties;

    BatchWorker(BatchAttempt attempt, BatchJobQueue queue, BatchMetrics metrics, BatchProperties properties) {
        super(properties.maxFailures());
        this.attempt = attempt;
        this.queue = queue;
        this.metrics = metrics;
        this.properties = properties;
    }

    @Override
    protected void work(Claim claim, Cancellation cancellation) throws IOException, SQLException {
        if (claim.failures() >= properties.maxFailures()) {
            throw new ProblemException(
                    ProblemType.INTERNAL,
                    "The server died, or did without its database or store, " + claim.failures()
                            + " times in a row while it did a chunk; if it ran out of memory, name a smaller"
                            + " chunk_rows. A retry goes on with this chunk.");
        }
        attempt.run(claim, cancellation);
        metrics.ended(BatchJobState.SUCCEEDED);
    }

    @Override
    protected void release(Claim claim) {
        queue.giveBack(claim, 0, Duration.ZERO);
    }

    @Override
    protected Runnable retry(Claim claim, Duration delay) {
        return () -> queue.giveBack(claim, 1, delay);
    }

    @Override
    protected Runnable failure(Claim claim, Throwable failure) {
        BatchJobError error = error(failure);
        if (error.type().equals(ProblemType.INTERNAL.slug())) {
            log.error("{} failed", claim, failure);
        } else {
            log.info("{} failed: {}", claim, error.message());
        }
        return () -> {
            queue.fail(claim, error);
            metrics.ended(BatchJobState.FAILED);
        };
    }

    /** The failure as the job shows it; never with internals. */
    private static BatchJobError error(Throwable failure) {
        return switch (failure) {
            case ProblemException problem ->
                new BatchJobError(problem.type().slug(), problem.detail(), problem.errors());
            case OutOfMemoryError memory ->
                new BatchJobError(
                        ProblemType.TOO_LARGE.slug(),
                        "The server's memory did not suffice for a chunk; name a smaller chunk_rows, or fewer columns.",
                        List.of());
            default ->
                new BatchJobError(
                        ProblemType.INTERNAL.slug(),
                        "The server failed while it did this job; its log has the cause.",
                        List.of());
        };
    }
}
