package dev.holdfast.runtime;

import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.testkit.TinyOnnx;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

class OnnxRuntimeTest extends RuntimeContract {
    private static final List<String> COLUMNS = List.of("a", "b");

    @Override
    ModelFormat format() {
        return ModelFormat.ONNX;
    }

    @Override
    byte[] model() {
        return TinyOnnx.regression(COLUMNS, 2, 0.5);
    }

    @Override
    @Nullable
    ModelSignature stated() {
        return null;
    }

    @Override
    double expected(float first, float second) {
        return 2.0 * first + 2.0 * second + 0.5;
    }

    @Override
    Map<String, Tensor> inputs(float[]... rows) {
        float[] first = new float[rows.length];
        float[] second = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            first[i] = rows[i][0];
            second[i] = rows[i][1];
        }
        return Map.of("a", Tensor.column("a", first), "b", Tensor.column("b", second));
    }

    @Override
    Slow slow() {
        int rows = 8_000_000;
        return new Slow(
                model(),
                null,
                Map.of("a", Tensor.column("a", new float[rows]), "b", Tensor.column("b", new float[rows])));
    }
}
