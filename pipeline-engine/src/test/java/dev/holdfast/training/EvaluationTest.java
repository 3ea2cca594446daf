package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.kernel.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The expected figures are scikit-learn 1.9.1's, the calibration errors NumPy's from the formula. */
class EvaluationTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    @Test
    void measuresTwoClassesWithTies() {
        int[] truth = {0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1};
        double[] second = {.1, .4, .35, .8, .4, .9, .4, .7, .65, .05, 1.0, .2};
        float[][] probabilities = new float[truth.length][];
        String[] predicted = new String[truth.length];
        for (int row = 0; row < truth.length; row++) {
            probabilities[row] = new float[] {(float) (1 - second[row]), (float) second[row]};
            predicted[row] = second[row] > 0.5 ? "1" : "0";
        }

        EvaluationReport report = Evaluation.classification(texts(truth), List.of("0", "1"), probabilities, predicted);

        assertMetrics(
                report,
                Map.ofEntries(
                        Map.entry("accuracy", 0.6666666666666666),
                        Map.entry("balanced_accuracy", 0.6857142857142857),
                        Map.entry("macro_f1", 0.6666666666666666),
                        Map.entry("precision", 0.8),
                        Map.entry("recall", 0.5714285714285714),
                        Map.entry("f1", 0.6666666666666666),
                        Map.entry("log_loss", 0.5597596764564514),
                        Map.entry("brier", 0.20145833333333338),
                        Map.entry("roc_auc", 0.7428571428571429),
                        Map.entry("pr_auc", 0.8273809523809523),
                        Map.entry("ece", 0.10416666666666664)));
        assertThat(Objects.requireNonNull(report.confusion()).counts())
                .containsExactly(List.of(4L, 1L), List.of(3L, 4L));
        assertThat(report.calibration().stream()
                        .mapToLong(EvaluationReport.CalibrationBin::count)
                        .sum())
                .isEqualTo(12);
    }

    @Test
    void measuresThreeClasses() {
        float[][] probabilities = {
            {.7f, .2f, .1f}, {.1f, .6f, .3f}, {.2f, .2f, .6f}, {.5f, .3f, .2f},
            {.3f, .4f, .3f}, {.1f, .1f, .8f}, {.4f, .35f, .25f}, {.2f, .5f, .3f}
        };
        int[] truth = {0, 1, 2, 1, 0, 2, 0, 2};

        EvaluationReport report = Evaluation.classification(
                texts(truth), List.of("0", "1", "2"), probabilities, texts(0, 1, 2, 0, 1, 2, 0, 1));

        assertMetrics(
                report,
                Map.of(
                        "accuracy", 0.625,
                        "balanced_accuracy", 0.611111111111111,
                        "macro_f1", 0.6222222222222222,
                        "log_loss", 0.7662098609546109,
                        "brier", 0.443125,
                        "roc_auc", 0.85,
                        "pr_auc", 0.7907407407407407,
                        "ece", 0.26249999552965164));
    }

    @Test
    void leavesOutWhatOneClassCannotTell() {
        EvaluationReport report = Evaluation.classification(
                texts(0, 0), List.of("0", "1"), new float[][] {{1, 0}, {.25f, .75f}}, texts(0, 1));

        assertThat(report.metrics()).doesNotContainKeys("roc_auc", "pr_auc", "recall");
        assertThat(report.metrics().values()).allMatch(Double::isFinite);
        assertThat(report.metrics()).containsEntry("accuracy", 0.5).containsEntry("precision", 0.0);
    }

    @Test
    void countsClassesThatTheModelDoesNotKnow() {
        EvaluationReport report = Evaluation.classification(
                texts(0, 5), List.of("0", "1"), new float[][] {{1, 0}, {.5f, .5f}}, texts(0, 0));

        assertThat(report.metrics()).containsEntry("accuracy", 0.5);
        assertThat(report.metrics().get("log_loss")).isGreaterThan(7).isFinite();
        assertThat(Objects.requireNonNull(report.confusion()).labels()).containsExactly("0", "1", "5");
    }

    @Test
    void measuresNumbers() {
        EvaluationReport report =
                Evaluation.regression(new double[] {3, -.5, 2, 7, 4.2}, new double[] {2.5, 0, 2, 8, 4});

        assertMetrics(
                report, Map.of("rmse", 0.5549774770204643, "mae", 0.44, "mean_error", 0.16, "r2", 0.9496600418410042));
        assertThat(Evaluation.regression(new double[] {2, 2}, new double[] {1, 2})
                        .metrics())
                .doesNotContainKey("r2");
    }

    @Test
    void refusesWhatIsNoPrediction() {
        assertThatThrownBy(() -> Evaluation.classification(new String[0], List.of(), new float[0][], new String[0]))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no row with a label");
        assertThatThrownBy(() -> Evaluation.classification(
                        texts(0), List.of("0", "1"), new float[][] {{Float.NaN, 1}}, texts(0)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not a number from 0 to 1");
        assertThatThrownBy(() -> Evaluation.regression(new double[] {1}, new double[] {Double.NaN}))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not a finite number");
    }

    private static void assertMetrics(EvaluationReport report, Map<String, Double> expected) {
        assertThat(report.metrics()).containsOnlyKeys(expected.keySet());
        expected.forEach(
                (name, value) -> assertThat(report.metrics().get(name)).as(name).isCloseTo(value, CLOSE));
    }

    private static String[] texts(int... values) {
        return IntStream.of(values).mapToObj(Integer::toString).toArray(String[]::new);
    }
}
