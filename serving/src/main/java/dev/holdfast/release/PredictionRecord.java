package dev.holdfast.release;

import dev.holdfast.runtime.Tensor;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One answered request.
 *
 * @param id what the caller got, to send the truth by later
 * @param arm the arm of the traffic policy that it answered for; absent where there was no policy
 * @param rows rows in the request
 * @param inputs what the model was given, by name; may be kept, not changed
 * @param outputs what the model gave, by name; may be kept, not changed
 * @param runNanos nanoseconds that the model took, its queue included
 */
public record PredictionRecord(
        UUID id,
        Instant at,
        Release release,
        @Nullable String arm,
        int rows,
        Map<String, Tensor> inputs,
        Map<String, Tensor> outputs,
        long runNanos) {
    /** An answer for no arm, of which nobody knows how long it took. */
    public PredictionRecord(
            UUID id, Instant at, Release release, int rows, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
        this(id, at, release, null, rows, inputs, outputs, 0);
    }
}
