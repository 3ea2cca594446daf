package dev.holdfast.pipeline;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.List;

/** Failures as runs show them. */
final class StepFailures {
    private StepFailures() {}

    /** Never with internals. */
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
