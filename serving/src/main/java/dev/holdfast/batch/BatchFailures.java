package dev.holdfast.batch;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;

/** Tells failures that pass by themselves from those that come again however often one tries. */
final class BatchFailures {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private BatchFailures() {}

    /** Whether the surroundings are at fault: the database or the store away, no memory for the model now. */
    static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return switch (problem.type()) {
                    case UNAVAILABLE, OVERLOADED, TOO_MANY_REQUESTS, DEADLINE_EXCEEDED -> true;
                    default -> false;
                };
            }
            if (cause instanceof DataAccessException) {
                return !(cause instanceof DuplicateKeyException);
            }
            if (cause instanceof TransactionException || cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** How long to wait before the next attempt: twice as long each time. */
    static Duration delay(int failures) {
        return FIRST_DELAY.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    }

    /** The failure as the job shows it; never with internals. */
    static BatchJobError error(Throwable failure) {
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
