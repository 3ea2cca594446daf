package dev.holdfast.inference;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    static AnswerBody write(InferenceAnswer answer) {
        NamedRowsWriter writer = new NamedRowsWriter(answer);
        JsonOutput json = new JsonOutput(512);
        json.beginObject()
                .field("prediction_id", answer.predictionId().toString())
                .field("deployment", answer.release().deployment())
                .field("release", answer.release().number())
                .field("model", answer.release().model())
                .field("model_version", answer.release().modelVersion())
                .field("trace_id", answer.trace().traceId());
        String arm = answer.arm();
        if (arm != null) {
            json.field("arm", arm);
        }
        json.field("predictions").beginArray();
        for (int row = 0; row < answer.rows(); row++) {
            json.beginObject();
            writer.row(json, row);
            json.endObject();
        }
        return AnswerBody.json(json.endArray().endObject().toByteArray());
    }

    private void row(JsonOutput json, int row) {
        if (label != null) {
            json.field("label").element(label, row);
            if (probabilities != null) {
                json.field("probabilities").beginObject();
                for (int i = 0; i < classes.size(); i++) {
                    json.field(classes.get(i)).element(probabilities, row * classes.size() + i);
                }
                json.endObject();
            }
        } else if (value != null) {
            json.field("value").element(value, row);
        } else {
            json.field("outputs").beginObject();
            outputs.values().forEach(output -> rowOf(json, output, row));
            json.endObject();
        }
    }

    private static void rowOf(JsonOutput json, Tensor output, int row) {
        int width = output.rowElements();
        json.field(output.name());
        if (width == 1) {
            json.element(output, row);
            return;
        }
        json.beginArray();
        for (int i = 0; i < width; i++) {
            json.element(output, row * width + i);
        }
        json.endArray();
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
