package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks, whatever the wire it came by.
 *
 * @param id the caller's own name for the request, given back in the answer
 * @param outputs names of the outputs that are wanted; empty: all
 */
record InferenceRequest(@Nullable String id, Map<String, Tensor> inputs, List<String> outputs) {}
