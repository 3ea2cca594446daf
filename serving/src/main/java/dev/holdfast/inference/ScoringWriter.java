package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;

/** Writes an answer of MLflow's scoring protocol: rows of outputs where rows came, otherwise each output as nested lists. */
final class ScoringWriter {
    private ScoringWriter() {}

    static AnswerBody write(InferenceAnswer answer, boolean rows) {
        JsonOutput json = new JsonOutput(512);
        json.beginObject().field("predictions");
        if (rows) {
            json.beginArray();
            for (int row = 0; row < answer.rows(); row++) {
                json.beginObject();
                for (Tensor output : answer.outputs().values()) {
                    json.field(output.name());
                    row(json, output, row);
                }
                json.endObject();
            }
            json.endArray();
        } else {
            json.beginObject();
            for (Tensor output : answer.outputs().values()) {
                json.field(output.name());
                nested(json, output, output.shape(), 0, 0);
            }
            json.endObject();
        }
        return AnswerBody.json(json.endObject().toByteArray());
    }

    private static void row(JsonOutput json, Tensor output, int row) {
        int width = output.rowElements();
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

    /** @return the index behind the last element that was written */
    private static int nested(JsonOutput json, Tensor output, long[] shape, int depth, int from) {
        if (depth == shape.length) {
            json.element(output, from);
            return from + 1;
        }
        int next = from;
        json.beginArray();
        for (long i = 0; i < shape[depth]; i++) {
            next = nested(json, output, shape, depth + 1, next);
        }
        json.endArray();
        return next;
    }
}
