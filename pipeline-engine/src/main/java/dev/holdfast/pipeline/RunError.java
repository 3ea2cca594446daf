package dev.holdfast.pipeline;

import dev.holdfast.kernel.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a run or a step failed.
 *
 * @param step the step that failed
 * @param type the slug of the problem's type, as in problem details
 * @param message one sentence that says what to do
 */
public record RunError(@Nullable String step, String type, String message, List<FieldError> errors) {
    public RunError {
        errors = List.copyOf(errors);
    }
}
