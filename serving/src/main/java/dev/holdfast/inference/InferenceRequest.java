package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks, whatever the wire it came by.
 *
 * @param id the caller's own name for the request, given back in the answer
 * @param outputs those that are wanted
 * @param timeoutMicros how long the caller waits, as the request's own text says; 0: it does not
 */
record InferenceRequest(@Nullable String id, Map<String, Tensor> inputs, RequestedOutputs outputs, long timeoutMicros) {
    InferenceRequest(@Nullable String id, Map<String, Tensor> inputs, RequestedOutputs outputs) {
        this(id, inputs, outputs, 0);
    }
}
