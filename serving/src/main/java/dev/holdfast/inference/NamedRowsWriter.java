package dev.holdfast.inference;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;

/** Writes one object for each row: a label with its probabilities, a value, or whatever the model gives by its outputs' names. */
final class NamedRowsWriter {
    private final Map<String, Tensor> outputs;
    private final @Nullable Tensor label;
    private final @Nullable Tensor probabilities;
    private final @Nullable Tensor value;
    private final List<String> classes;

    private NamedRowsWriter(InferenceAnswer answer) {
        outputs = answer.outputs();
        label = named("label", "output_label");
        probabilities = named("probabilities", "output_probability");
        value = label == null ? valueOf(outputs) : null;
        classes = classes(answer, probabilities == null ? 0 : probabilities.rowElements());
    }

    static byte[] write(InferenceAnswer answer) {
        NamedRowsWriter writer = new NamedRowsWriter(answer);
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
            try (JsonGenerator json = Json.generator(bytes)) {
                json.writeStartObject();
                json.writeStringProperty("prediction_id", answer.predictionId().toString());
                json.writeStringProperty("deployment", answer.release().deployment());
                json.writeNumberProperty("release", answer.release().number());
                json.writeStringProperty("model", answer.release().model());
                json.writeNumberProperty("model_version", answer.release().modelVersion());
                json.writeArrayPropertyStart("predictions");
                for (int row = 0; row < answer.rows(); row++) {
                    json.writeStartObject();
                    writer.row(json, row);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            return bytes.toByteArray();
        }
    }

    private void row(JsonGenerator json, int row) {
        if (label != null) {
            json.writeName("label");
            OpenInferenceWriter.element(json, label, row);
            if (probabilities != null) {
                json.writeObjectPropertyStart("probabilities");
                for (int i = 0; i < classes.size(); i++) {
                    json.writeName(classes.get(i));
                    OpenInferenceWriter.element(json, probabilities, row * classes.size() + i);
                }
                json.writeEndObject();
            }
        } else if (value != null) {
            json.writeName("value");
            OpenInferenceWriter.element(json, value, row);
        } else {
            json.writeObjectPropertyStart("outputs");
            outputs.values().forEach(output -> rowOf(json, output, row));
            json.writeEndObject();
        }
    }

    private static void rowOf(JsonGenerator json, Tensor output, int row) {
        int width = output.rowElements();
        json.writeName(output.name());
        if (width == 1) {
            OpenInferenceWriter.element(json, output, row);
            return;
        }
        json.writeStartArray();
        for (int i = 0; i < width; i++) {
            OpenInferenceWriter.element(json, output, row * width + i);
        }
        json.writeEndArray();
    }

    private @Nullable Tensor named(String name, String otherName) {
        Tensor tensor = outputs.get(name);
        return tensor == null ? outputs.get(otherName) : tensor;
    }

    private static @Nullable Tensor valueOf(Map<String, Tensor> outputs) {
        if (outputs.size() != 1) {
            return null;
        }
        Tensor only = outputs.values().iterator().next();
        return only.rowElements() == 1 && only.datatype() != TensorType.BYTES ? only : null;
    }

    /** The model's classes where it names as many as it gives probabilities, otherwise their positions. */
    private static List<String> classes(InferenceAnswer answer, int count) {
        List<String> names = new ArrayList<>(count);
        if (answer.version().facts().get("classes") instanceof List<?> known && known.size() == count) {
            known.forEach(name -> names.add(String.valueOf(name)));
        } else {
            for (int i = 0; i < count; i++) {
                names.add(Integer.toString(i));
            }
        }
        return names;
    }
}
