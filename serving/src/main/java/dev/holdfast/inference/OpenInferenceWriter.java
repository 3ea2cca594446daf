package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;

/** Writes an answer of the Open Inference Protocol: tensors in, bytes out, whatever the transport. NaN is {@code null}. */
final class OpenInferenceWriter {
    private OpenInferenceWriter() {}

    static byte[] write(InferenceAnswer answer) {
        UUID predictionId = answer.predictionId();
        String requestId = answer.requestId();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
            try (JsonGenerator json = Json.generator(bytes)) {
                json.writeStartObject();
                json.writeStringProperty("id", requestId == null ? predictionId.toString() : requestId);
                json.writeStringProperty("model_name", answer.release().deployment());
                json.writeStringProperty(
                        "model_version", Integer.toString(answer.release().modelVersion()));
                json.writeObjectPropertyStart("parameters");
                json.writeStringProperty("prediction_id", predictionId.toString());
                json.writeStringProperty("model", answer.release().model());
                json.writeStringProperty(
                        "model_version", Integer.toString(answer.release().modelVersion()));
                json.writeNumberProperty("release", answer.release().number());
                json.writeEndObject();
                json.writeArrayPropertyStart("outputs");
                answer.outputs().values().forEach(output -> tensor(json, output));
                json.writeEndArray();
                json.writeEndObject();
            }
            return bytes.toByteArray();
        }
    }

    private static void tensor(JsonGenerator json, Tensor tensor) {
        json.writeStartObject();
        json.writeStringProperty("name", tensor.name());
        json.writeStringProperty("datatype", tensor.datatype().wireName());
        json.writeArrayPropertyStart("shape");
        for (long extent : tensor.shape()) {
            json.writeNumber(extent);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("data");
        for (int i = 0; i < tensor.elements(); i++) {
            element(json, tensor, i);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** One value in the nearest form that JSON has: NaN is null, the infinities are texts. */
    static void element(JsonGenerator json, Tensor tensor, int index) {
        switch (tensor.datatype()) {
            case BYTES -> json.writeString(tensor.texts()[index]);
            case BOOL -> json.writeBoolean(tensor.longAt(index) != 0);
            case FP32, FP16 -> {
                float value = (float) tensor.doubleAt(index);
                if (Float.isFinite(value)) {
                    json.writeNumber(value);
                } else {
                    special(json, value);
                }
            }
            case FP64 -> {
                double value = tensor.doubleAt(index);
                if (Double.isFinite(value)) {
                    json.writeNumber(value);
                } else {
                    special(json, value);
                }
            }
            case UINT64 -> json.writeNumber(new java.math.BigInteger(Long.toUnsignedString(tensor.longAt(index))));
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> json.writeNumber(tensor.longAt(index));
        }
    }

    private static void special(JsonGenerator json, double value) {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            json.writeString(value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
