package dev.holdfast.inference;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.Tensor;
import java.util.Map;
import java.util.UUID;

/**
 * What a model answered, before it is written for a wire.
 *
 * @param outputs those that were asked for, in the signature's order
 */
record InferenceAnswer(
        InferenceRequest request,
        UUID predictionId,
        TraceContext trace,
        Release release,
        ModelVersion version,
        int rows,
        Map<String, Tensor> outputs) {}
