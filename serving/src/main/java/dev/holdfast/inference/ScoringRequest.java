package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;
import java.util.Map;

/**
 * What was asked by MLflow's scoring protocol.
 *
 * @param isTable whether rows came, which are answered by rows; otherwise tensors
 */
record ScoringRequest(Map<String, Tensor> inputs, boolean isTable) {
    static ScoringRequest table(Map<String, Tensor> inputs) {
        return new ScoringRequest(inputs, true);
    }

    static ScoringRequest tensors(Map<String, Tensor> inputs) {
        return new ScoringRequest(inputs, false);
    }
}
