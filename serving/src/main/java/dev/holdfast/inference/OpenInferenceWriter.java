package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an answer of the Open Inference Protocol: tensors in, bytes out, whatever the transport. NaN is {@code null}. */
final class OpenInferenceWriter {
    private static final int BYTES_BESIDE_DATA = 512;
    private static final int BYTES_OF_A_VALUE = 14;

    private OpenInferenceWriter() {}

    static AnswerBody write(InferenceAnswer answer) {
        int elements = 0;
        for (Tensor output : answer.outputs().values()) {
            elements += output.elements();
        }
        JsonOutput json = new JsonOutput(BYTES_BESIDE_DATA + BYTES_OF_A_VALUE * elements);
        List<ByteBuffer> raw = new ArrayList<>(0);
        String version = Integer.toString(answer.release().modelVersion());
        String predictionId = answer.predictionId().toString();
        String requestId = answer.request().id();
        json.beginObject()
                .field("id", requestId == null ? predictionId : requestId)
                .field("model_name", answer.release().deployment())
                .field("model_version", version)
                .field("parameters")
                .beginObject()
                .field("prediction_id", predictionId)
                .field("model", answer.release().model())
                .field("model_version", version)
                .field("release", answer.release().number())
                .field("trace_id", answer.trace().traceId());
        String arm = answer.arm();
        if (arm != null) {
            json.field("arm", arm);
        }
        json.endObject().field("outputs").beginArray();
        for (Tensor output : answer.outputs().values()) {
            tensor(json, output, answer.request().outputs().isBinary(output.name()) ? raw : null);
        }
        return AnswerBody.of(json.endArray().endObject().toByteArray(), raw);
    }

    private static void tensor(JsonOutput json, Tensor tensor, @Nullable List<ByteBuffer> raw) {
        json.beginObject()
                .field("name", tensor.name())
                .field("datatype", tensor.datatype().wireName())
                .field("shape")
                .beginArray();
        for (long extent : tensor.shape()) {
            json.number(extent);
        }
        json.endArray();
        if (raw == null) {
            json.field("data").beginArray();
            for (int i = 0; i < tensor.elements(); i++) {
                json.element(tensor, i);
            }
            json.endArray();
        } else {
            ByteBuffer bytes = BinaryTensors.write(tensor);
            raw.add(bytes);
            json.field("parameters")
                    .beginObject()
                    .field("binary_data_size", bytes.remaining())
                    .endObject();
        }
        json.endObject();
    }
}
