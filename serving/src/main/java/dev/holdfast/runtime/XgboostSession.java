package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A model of XGBoost. No native code: memory is the Java heap's, and what a file says can't bring the process down. */
final class XgboostSession implements ModelSession {
    /** Rows that go through the trees together. */
    private static final int BLOCK = 64;

    private static final String INPUT = "input";
    private static final String LABEL = "label";
    private static final String PROBABILITIES = "probabilities";
    private static final String PREDICTION = "prediction";

    private final XgboostModel model;
    private final ModelSignature signature;

    private XgboostSession(XgboostModel model) {
        this.model = model;
        this.signature = signature(model);
    }

    /** Opens a file; a problem where it can't be served. */
    static XgboostSession open(Path file) {
        try {
            return new XgboostSession(XgboostModel.of(XgboostDocument.read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("The model's file can't be read", e);
        }
    }

    private static ModelSignature signature(XgboostModel model) {
        List<TensorSpec> inputs =
                List.of(new TensorSpec(INPUT, TensorType.FP32, List.of(-1L, (long) model.features())));
        long outputs = model.outputs();
        return new ModelSignature(
                inputs,
                model.objective().isClassification()
                        ? List.of(
                                new TensorSpec(LABEL, TensorType.INT64, List.of(-1L)),
                                new TensorSpec(PROBABILITIES, TensorType.FP32, List.of(-1L, Math.max(2, outputs))))
                        : List.of(new TensorSpec(PREDICTION, TensorType.FP32, List.of(-1L, outputs))));
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public Map<String, List<String>> dimensionNames() {
        return Map.of();
    }

    @Override
    public List<String> features() {
        return model.featureNames();
    }

    @Override
    public OptionalLong heapBytes() {
        return OptionalLong.of(model.sizeBytes());
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs, RunStop stop) {
        Tensor input = inputs.values().iterator().next();
        int count = input.rows();
        float[] predictions = new float[Math.multiplyExact(count, model.outputs())];
        FloatBuffer rows = input.bytes().asFloatBuffer();
        float[] block = new float[Math.min(count, BLOCK) * model.features()];
        for (int row = 0; row < count; row += BLOCK) {
            if (stop.isStopped()) {
                throw new ProblemException(ProblemType.DEADLINE_EXCEEDED, "The run was ended.");
            }
            int rowsHere = Math.min(BLOCK, count - row);
            rows.get(row * model.features(), block, 0, rowsHere * model.features());
            float[] some = model.predict(block, rowsHere);
            System.arraycopy(some, 0, predictions, row * model.outputs(), some.length);
        }
        return outputs(predictions, count);
    }

    private Map<String, Tensor> outputs(float[] predictions, int count) {
        Map<String, Tensor> outputs = LinkedHashMap.newLinkedHashMap(2);
        if (!model.objective().isClassification()) {
            outputs.put(PREDICTION, Tensor.of(PREDICTION, new long[] {count, model.outputs()}, predictions));
            return outputs;
        }
        int classes = Math.max(2, model.outputs());
        long[] labels = new long[count];
        ByteBuffer probabilities = ByteBuffer.allocate(Math.multiplyExact(count, classes * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < count; row++) {
            if (model.outputs() == 1) {
                float second = predictions[row];
                labels[row] = second > 0.5f ? 1 : 0;
                probabilities.putFloat(1 - second).putFloat(second);
            } else {
                labels[row] = likeliest(predictions, row * classes, classes, probabilities);
            }
        }
        outputs.put(LABEL, Tensor.of(LABEL, new long[] {count}, labels));
        outputs.put(
                PROBABILITIES,
                Tensor.of(PROBABILITIES, TensorType.FP32, new long[] {count, classes}, probabilities.flip()));
        return outputs;
    }

    private static int likeliest(float[] predictions, int from, int classes, ByteBuffer copy) {
        int best = 0;
        for (int i = 0; i < classes; i++) {
            copy.putFloat(predictions[from + i]);
            if (predictions[from + i] > predictions[from + best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public void close() {
        // The heap's memory goes by itself.
    }
}
