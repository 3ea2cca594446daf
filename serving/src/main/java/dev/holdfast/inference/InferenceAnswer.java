package dev.holdfast.inference;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.Tensor;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered, before it is written for a wire.
 *
 * @param arm of the traffic policy that it answers for; absent where there is none
 * @param outputs those that were asked for, in the signature's order
 */
record InferenceAnswer(
        InferenceRequest request,
        UUID predictionId,
        TraceContext trace,
        Release release,
        @Nullable String arm,
        ModelVersion version,
        int rows,
        Map<String, Tensor> outputs) {}
