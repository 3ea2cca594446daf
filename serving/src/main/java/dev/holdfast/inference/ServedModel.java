package dev.holdfast.inference;

import dev.holdfast.model.TensorSpec;
import java.util.List;

/**
 * What a deployment serves, in the words of the Open Inference Protocol.
 *
 * @param name the deployment's
 * @param versions the one model version that serves
 */
public record ServedModel(
        String name, List<String> versions, String platform, List<TensorSpec> inputs, List<TensorSpec> outputs) {}
