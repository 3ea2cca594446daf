package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;

/** Writes the message {@code ModelInferResponse}. Its tensors are always raw: clients read nothing else. */
final class ModelInferWriter {
    private static final int BYTES_BESIDE_DATA = 512;

    private ModelInferWriter() {}

    static AnswerBody write(InferenceAnswer answer) {
        long data = 0;
        for (Tensor output : answer.outputs().values()) {
            data += output.sizeBytes();
        }
        String version = Integer.toString(answer.release().modelVersion());
        String predictionId = answer.predictionId().toString();
        String requestId = answer.request().id();
        ProtobufOutput out = new ProtobufOutput(Math.toIntExact(BYTES_BESIDE_DATA + data))
                .text(1, answer.release().deployment())
                .text(2, version)
                .text(3, requestId == null ? predictionId : requestId);
        parameter(out, "prediction_id", predictionId);
        parameter(out, "model", answer.release().model());
        parameter(out, "model_version", version);
        parameter(out, "trace_id", answer.trace().traceId());
        String arm = answer.arm();
        if (arm != null) {
            parameter(out, "arm", arm);
        }
        out.message(
                4,
                entry -> entry.text(1, "release")
                        .message(2, value -> value.number(2, answer.release().number())));
        for (Tensor output : answer.outputs().values()) {
            out.message(
                    5,
                    tensor -> tensor.text(1, output.name())
                            .text(2, output.datatype().wireName())
                            .numbers(3, output.shape()));
        }
        for (Tensor output : answer.outputs().values()) {
            ByteBuffer bytes = BinaryTensors.write(output);
            out.bytes(6, bytes);
        }
        return AnswerBody.protobuf(out.toByteArray());
    }

    private static void parameter(ProtobufOutput out, String name, String text) {
        out.message(4, entry -> entry.text(1, name).message(2, value -> value.text(3, text)));
    }
}
