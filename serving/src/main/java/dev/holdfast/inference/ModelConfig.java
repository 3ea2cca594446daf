package dev.holdfast.inference;

import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.util.List;

/**
 * How a model is served, in the words of the Open Inference Protocol's extension for it.
 *
 * @param maxBatchSize rows in a request at most; 0 where the first dimension is not the rows. Where it is, {@code dims} leave it out
 */
public record ModelConfig(
        String name,
        String platform,
        String backend,
        VersionPolicy versionPolicy,
        int maxBatchSize,
        List<ConfiguredTensor> input,
        List<ConfiguredTensor> output,
        String defaultModelFilename) {
    static final int MAX_ROWS = 65_536;

    /** One version serves. */
    public record VersionPolicy(Latest latest) {}

    /** The newest so many. */
    public record Latest(int numVersions) {}

    /**
     * An input or an output.
     *
     * @param dataType {@code TYPE_} and the type's name
     */
    public record ConfiguredTensor(String name, String dataType, List<Long> dims) {}

    static ModelConfig of(ServedModel model) {
        boolean rows = hasRows(new ModelSignature(model.inputs(), model.outputs()));
        return new ModelConfig(
                model.name(),
                model.platform(),
                "onnxruntime",
                new VersionPolicy(new Latest(1)),
                rows ? MAX_ROWS : 0,
                tensors(model.inputs(), rows),
                tensors(model.outputs(), rows),
                "model.onnx");
    }

    /** Whether the first dimension of everything that goes in and out is open: the rows. */
    private static boolean hasRows(ModelSignature signature) {
        return signature.inputs().stream().allMatch(ModelConfig::hasRows)
                && signature.outputs().stream().allMatch(ModelConfig::hasRows);
    }

    private static boolean hasRows(TensorSpec tensor) {
        return !tensor.shape().isEmpty() && tensor.shape().getFirst() < 0;
    }

    private static List<ConfiguredTensor> tensors(List<TensorSpec> tensors, boolean rows) {
        return tensors.stream()
                .map(tensor -> new ConfiguredTensor(
                        tensor.name(),
                        switch (tensor.datatype()) {
                            case BYTES -> "TYPE_STRING";
                            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, FP32, FP64 ->
                                "TYPE_" + tensor.datatype().wireName();
                        },
                        rows ? tensor.shape().subList(1, tensor.shape().size()) : tensor.shape()))
                .toList();
    }
}
