package dev.holdfast.release;

import dev.holdfast.runtime.Tensor;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One answered request.
 *
 * @param id what the caller got, to send the truth by later
 * @param rows rows in the request
 * @param inputs what the model was given, by name; may be kept, not changed
 * @param outputs what the model gave, by name; may be kept, not changed
 */
public record PredictionRecord(
        UUID id, Instant at, Release release, int rows, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {}
