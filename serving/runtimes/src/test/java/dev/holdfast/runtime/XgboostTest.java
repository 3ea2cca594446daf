package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.testkit.TinyXgboost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class XgboostTest extends RuntimeContract {
    @Override
    ModelFormat format() {
        return ModelFormat.XGBOOST;
    }

    @Override
    byte[] model() {
        return TinyXgboost.stump("reg:squarederror", 0.25, 0.5, -1, 2);
    }

    @Override
    @Nullable
    ModelSignature stated() {
        return null;
    }

    @Override
    double expected(float first, float second) {
        return 0.25 + (first < 0.5f ? -1 : 2);
    }

    @Override
    Map<String, Tensor> inputs(float[]... rows) {
        return Map.of("input", matrix("input", rows));
    }

    @Override
    Slow slow() {
        return new Slow(TinyXgboost.forest(200, 1), null, inputs(new float[200_000][2]));
    }

    @Test
    void aBinaryClassifierTellsLabelsAndProbabilities() throws IOException {
        try (LoadedModel model = open(TinyXgboost.stump("binary:logistic", 0.5, 0, -1, 2), null)) {
            assertThat(model.features()).containsExactly("amount", "age");
            assertThat(model.signature().outputs())
                    .containsExactly(
                            new TensorSpec("label", TensorType.INT64, List.of(-1L)),
                            new TensorSpec("probabilities", TensorType.FP32, List.of(-1L, 2L)));
            Map<String, Tensor> answer = model.run(inputs(row(Float.NaN, 0), row(1, 0)));
            assertThat(tensor(answer, "label").longs()).containsExactly(0, 1);
            double low = 1 / (1 + Math.exp(1));
            double high = 1 / (1 + Math.exp(-2));
            assertThat(tensor(answer, "probabilities").doubles())
                    .usingComparatorWithPrecision(1e-6)
                    .containsExactly(1 - low, low, 1 - high, high);
        }
    }

    @Test
    void whatItDoesNotKnowIsRefusedByName() {
        assertThatThrownBy(() -> open(TinyXgboost.stump("survival:new", 0.5, 0, 0, 0), null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("survival:new");
    }

    @Test
    void treesThatAreNoneAreRefusedAndNeverWalked() {
        for (String[] children : new String[][] {
            {"[1, 0, -1]", "[2, 2, -1]"},
            {"[1, -1, -1]", "[7, -1, -1]"},
            {"[1, -1, -1]", "[1, -1, -1]"},
            {"[1, -1]", "[2, -1]"},
            {"[0.5, -1, -1]", "[2, -1, -1]"}
        }) {
            String tree = TinyXgboost.tree(children[0], children[1], "[0, 1, 2]");
            assertThatThrownBy(() -> open(TinyXgboost.trees("reg:squarederror", 0, 2, List.of(tree)), null))
                    .as("%s %s", children[0], children[1])
                    .isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> open(
                        TinyXgboost.trees("reg:squarederror", 0, 2_000_000_000, List.of(TinyXgboost.tree(0, 1, 2))),
                        null))
                .hasMessageContaining("2000000000 features");
    }

    @Test
    void deepNestingCostsNothing() {
        String deep = "{\"learner\": " + "[".repeat(10_000);
        assertThatThrownBy(() -> open(deep.getBytes(StandardCharsets.UTF_8), null))
                .isInstanceOf(ProblemException.class);
    }

    private static Tensor tensor(Map<String, Tensor> answer, String name) {
        Tensor tensor = answer.get(name);
        assertThat(tensor).isNotNull();
        return Objects.requireNonNull(tensor);
    }

    @Test
    void missingGoesWhereTheTreeSays() throws IOException {
        try (LoadedModel model = open(model(), null)) {
            assertThat(output(model, inputs(row(Float.NaN, 3))).doubleAt(0)).isCloseTo(-0.75, Offset.offset(1e-6));
        }
    }
}
