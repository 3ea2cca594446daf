package dev.holdfast.inference;

import dev.holdfast.inference.ServedModelStatistics.Count;
import dev.holdfast.model.TensorSpec;
import java.util.List;

/** Writes the messages of the Open Inference Protocol that tell of models and the server. */
final class GrpcMessages {
    private static final List<String> TYPES = List.of(
            "TYPE_INVALID",
            "TYPE_BOOL",
            "TYPE_UINT8",
            "TYPE_UINT16",
            "TYPE_UINT32",
            "TYPE_UINT64",
            "TYPE_INT8",
            "TYPE_INT16",
            "TYPE_INT32",
            "TYPE_INT64",
            "TYPE_FP16",
            "TYPE_FP32",
            "TYPE_FP64",
            "TYPE_STRING");

    private GrpcMessages() {}

    /** The answers that are one truth. */
    static byte[] truth(boolean value) {
        return new ProtobufOutput().truth(1, value).toByteArray();
    }

    static byte[] server(ServedModels.ServerDescription server) {
        return new ProtobufOutput()
                .text(1, server.name())
                .text(2, server.version())
                .texts(3, server.extensions())
                .toByteArray();
    }

    static byte[] model(ServedModel model) {
        ProtobufOutput out = new ProtobufOutput()
                .text(1, model.name())
                .texts(2, model.versions())
                .text(3, model.platform());
        model.inputs().forEach(input -> out.message(4, tensor -> tensor(tensor, input)));
        model.outputs().forEach(output -> out.message(5, tensor -> tensor(tensor, output)));
        return out.toByteArray();
    }

    private static void tensor(ProtobufOutput out, TensorSpec tensor) {
        out.text(1, tensor.name()).text(2, tensor.datatype().wireName()).numbers(3, longs(tensor.shape()));
    }

    static byte[] config(ModelConfig config) {
        return new ProtobufOutput()
                .message(1, out -> {
                    out.text(1, config.name())
                            .text(2, config.platform())
                            .message(
                                    3,
                                    policy -> policy.message(
                                            1,
                                            latest -> latest.number(
                                                    1,
                                                    config.versionPolicy()
                                                            .latest()
                                                            .numVersions())))
                            .number(4, config.maxBatchSize());
                    config.input()
                            .forEach(input -> out.message(
                                    5,
                                    tensor -> tensor.text(1, input.name())
                                            .number(2, TYPES.indexOf(input.dataType()))
                                            .numbers(4, longs(input.dims()))));
                    config.output()
                            .forEach(output -> out.message(
                                    6,
                                    tensor -> tensor.text(1, output.name())
                                            .number(2, TYPES.indexOf(output.dataType()))
                                            .numbers(3, longs(output.dims()))));
                    out.text(8, config.defaultModelFilename());
                    ModelConfig.DynamicBatching batching = config.dynamicBatching();
                    if (batching != null) {
                        out.message(
                                11,
                                joined -> joined.numbers(
                                                1,
                                                batching.preferredBatchSize().stream()
                                                        .mapToLong(Integer::longValue)
                                                        .toArray())
                                        .number(2, batching.maxQueueDelayMicroseconds()));
                    }
                    out.text(17, config.backend());
                    if (config.responseCache() != null) {
                        out.message(24, cache -> cache.number(1, 1));
                    }
                })
                .toByteArray();
    }

    static byte[] statistics(ServedModelStatistics statistics) {
        ProtobufOutput out = new ProtobufOutput(512);
        statistics.modelStats().forEach(model -> out.message(1, entry -> statistics(entry, model)));
        return out.toByteArray();
    }

    private static void statistics(ProtobufOutput out, ServedModelStatistics.OfModel model) {
        ServedModelStatistics.Inferences inferences = model.inferenceStats();
        out.text(1, model.name())
                .text(2, model.version())
                .number(3, model.lastInference())
                .number(4, model.inferenceCount())
                .number(5, model.executionCount())
                .message(6, stats -> {
                    count(stats, 1, inferences.success());
                    count(stats, 2, inferences.fail());
                    count(stats, 3, inferences.queue());
                    count(stats, 4, inferences.computeInput());
                    count(stats, 5, inferences.computeInfer());
                    count(stats, 6, inferences.computeOutput());
                    count(stats, 7, inferences.cacheHit());
                    count(stats, 8, inferences.cacheMiss());
                });
        model.batchStats()
                .forEach(batch -> out.message(7, stats -> {
                    stats.number(1, batch.batchSize());
                    count(stats, 2, batch.computeInput());
                    count(stats, 3, batch.computeInfer());
                    count(stats, 4, batch.computeOutput());
                }));
    }

    private static void count(ProtobufOutput out, int field, Count count) {
        out.message(field, message -> message.number(1, count.count()).number(2, count.ns()));
    }

    static byte[] index(List<ServedRepository.ModelIndex> entries) {
        ProtobufOutput out = new ProtobufOutput();
        entries.forEach(entry -> out.message(
                1,
                message -> message.text(1, entry.name())
                        .text(2, entry.version())
                        .text(3, entry.state())
                        .text(4, entry.reason())));
        return out.toByteArray();
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
