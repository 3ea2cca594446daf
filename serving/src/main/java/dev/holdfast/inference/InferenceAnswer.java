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
 * @param requestId the caller's own name for the request
 * @param outputs those that were asked for, in the signature's order
 */
record InferenceAnswer(
        @Nullable String requestId,
        UUID predictionId,
        Release release,
        ModelVersion version,
        int rows,
        Map<String, Tensor> outputs) {}
