package dev.holdfast.training;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores raw tables with ONNX Runtime, as the server does. */
final class OnnxScorer implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxScorer(byte[] onnx) throws OrtException {
        session = environment.createSession(onnx);
    }

    OrtSession session() {
        return session;
    }

    float[][] probabilities(TrainingTable table) throws OrtException {
        return (float[][]) run(table, "probabilities");
    }

    float[] predictions(TrainingTable table) throws OrtException {
        float[][] column = (float[][]) run(table, "prediction");
        float[] flat = new float[column.length];
        for (int row = 0; row < flat.length; row++) {
            flat[row] = column[row][0];
        }
        return flat;
    }

    String[] labels(TrainingTable table) throws OrtException {
        return switch (run(table, "label")) {
            case String[] texts -> texts;
            case long[] numbers -> {
                String[] texts = new String[numbers.length];
                for (int row = 0; row < texts.length; row++) {
                    texts[row] = Long.toString(numbers[row]);
                }
                yield texts;
            }
            default -> throw new AssertionError("labels are texts or whole numbers");
        };
    }

    Object run(TrainingTable table, String output) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (String name : session.getInputNames()) {
                inputs.put(name, tensor(table.column(name).orElseThrow(), table.rows()));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return result.get(output).orElseThrow().getValue();
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(TrainingColumn column, int rows) throws OrtException {
        long[] shape = {rows, 1};
        return switch (column) {
            case NumericColumn numbers -> {
                float[] values = new float[rows];
                for (int row = 0; row < rows; row++) {
                    values[row] = (float) numbers.values()[row];
                }
                yield OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
            }
            case CategoricalColumn texts -> {
                String[] values = new String[rows];
                for (int row = 0; row < rows; row++) {
                    @Nullable String value = texts.values()[row];
                    values[row] = value == null ? "" : value;
                }
                yield OnnxTensor.createTensor(environment, values, shape);
            }
        };
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
