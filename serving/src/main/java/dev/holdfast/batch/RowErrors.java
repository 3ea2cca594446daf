package dev.holdfast.batch;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a chunk that can't be predicted. */
final class RowErrors {
    private static final int KEPT = 20;

    private final OnRowError policy;
    private final List<FieldError> first = new ArrayList<>();
    private long rows;

    RowErrors(OnRowError policy) {
        this.policy = policy;
    }

    /**
     * A row of the dataset can't be predicted.
     *
     * @param row its number, from 0
     * @param column whose value is at fault; absent where the model does not say
     * @throws ProblemException where the job is to fail then
     */
    void add(long row, @Nullable String column, String message) {
        rows++;
        FieldError error = new FieldError(
                "rows[" + row + "]" + (column == null ? "" : "." + column),
                null,
                message + (message.endsWith(".") ? "" : "."));
        if (policy == OnRowError.FAIL) {
            throw ProblemException.invalid(List.of(error));
        }
        if (first.size() < KEPT) {
            first.add(error);
        }
    }

    long rows() {
        return rows;
    }

    List<FieldError> first() {
        return List.copyOf(first);
    }
}
