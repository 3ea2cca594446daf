package dev.holdfast.inference;

import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.runtime.Batching;
import dev.holdfast.runtime.RowDimension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is served, in the words of the Open Inference Protocol's extension for it.
 *
 * @param maxBatchSize rows in a request at most; 0 where the first dimension is not the rows. Where it is, {@code dims} leave it out
 * @param responseCache absent where each request runs the model
 * @param dynamicBatching absent where each request runs alone
 */
public record ModelConfig(
        String name,
        String platform,
        String backend,
        VersionPolicy versionPolicy,
        int maxBatchSize,
        @Nullable DynamicBatching dynamicBatching,
        List<ConfiguredTensor> input,
        List<ConfiguredTensor> output,
        @Nullable ResponseCache responseCache,
        String defaultModelFilename) {
    /**
     * Requests are joined into runs.
     *
     * @param preferredBatchSize rows in a run at most; a request that has as many runs alone
     * @param maxQueueDelayMicroseconds how long one waits for others while the model is idle
     */
    public record DynamicBatching(List<Integer> preferredBatchSize, long maxQueueDelayMicroseconds) {}

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

    /** Answers are kept and given again. */
    public record ResponseCache(boolean enable) {}

    static ModelConfig of(ServedModel model, Platform platform, Batching batching, boolean cached, int maxRows) {
        boolean rows = RowDimension.isFirst(new ModelSignature(model.inputs(), model.outputs()));
        return new ModelConfig(
                model.name(),
                model.platform(),
                platform.backend(),
                new VersionPolicy(new Latest(1)),
                rows ? maxRows : 0,
                batching.enabled() ? new DynamicBatching(List.of(batching.maxRows()), batching.maxDelayUs()) : null,
                tensors(model.inputs(), rows),
                tensors(model.outputs(), rows),
                cached ? new ResponseCache(true) : null,
                platform.fileName());
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
