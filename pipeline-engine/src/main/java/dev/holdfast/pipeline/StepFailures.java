package dev.holdfast.pipeline;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells failures that pass by themselves from those that come again however often one tries. */
final class StepFailures {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final String CONNECTION_EXCEPTION = "08";
    private static final String OPERATOR_INTERVENTION = "57P";

    private StepFailures() {}

    /** Whether the surroundings are at fault: the database or the store away, a connection lost. */
    static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return switch (problem.type()) {
                    case UNAVAILABLE, OVERLOADED, TOO_MANY_REQUESTS, DEADLINE_EXCEEDED -> true;
                    default -> false;
                };
            }
            if (cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof NonTransientDataAccessResourceException
                    || cause instanceof TransactionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof IOException
                    || (cause instanceof SQLException sql && isConnection(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnection(@org.jspecify.annotations.Nullable String state) {
        return state != null && (state.startsWith(CONNECTION_EXCEPTION) || state.startsWith(OPERATOR_INTERVENTION));
    }

    /** How long to wait before the next attempt: twice as long each time. */
    static Duration delay(int failures) {
        return FIRST_DELAY.multipliedBy(1L << Math.min(failures, 6));
    }

    /** The failure as the run shows it; never with internals. */
    static RunError error(String step, Throwable failure) {
        return switch (failure) {
            case StepFailedException failed -> error(step, failed.problem());
            case ProblemException problem ->
                new RunError(step, problem.type().slug(), problem.detail(), problem.errors());
            case OutOfMemoryError memory ->
                new RunError(
                        step,
                        ProblemType.TOO_LARGE.slug(),
                        "The server's memory did not suffice for this step; take fewer rows or columns, or give the server"
                                + " more memory (JAVA_TOOL_OPTIONS=-Xmx…).",
                        List.of());
            default ->
                new RunError(
                        step,
                        ProblemType.INTERNAL.slug(),
                        "The server failed while it did this step; its log has the cause.",
                        List.of());
        };
    }
}
