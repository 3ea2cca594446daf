package dev.holdfast.batch;

import dev.holdfast.kernel.FieldError;
import java.util.List;

/**
 * Why a job failed.
 *
 * @param type the slug of the problem
 * @param message what happened and what to do, in a sentence or two
 * @param errors what is wrong with which row and column, where that is the reason; rows count from 0
 */
public record BatchJobError(String type, String message, List<FieldError> errors) {
    public BatchJobError {
        errors = List.copyOf(errors);
    }
}
