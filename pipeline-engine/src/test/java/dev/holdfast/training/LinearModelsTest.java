package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The graph's output equals scikit-learn 1.9.1's on the same rows: mean imputation, population scaling and one-hot columns
 * made with NumPy, then {@code LogisticRegression(C=2)} and {@code Ridge(alpha=2)} solved to 1e-10.
 */
class LinearModelsTest {
    private static final int ROWS = 60;

    @Test
    void classifiesTwoClasses() throws Exception {
        TrainedModel model = train(Algorithm.LOGISTIC_REGRESSION, "two", 0.5);

        try (OnnxScorer scorer = new OnnxScorer(model.onnx())) {
            float[][] probabilities = scorer.probabilities(table());
            double[] expected = {
                0.026385589995130052, 0.4471831422350572, 0.21775063917544524, 0.7825690309251911, 0.9511693338805945
            };
            for (int row = 0; row < expected.length; row++) {
                assertThat((double) probabilities[row][1]).isCloseTo(expected[row], within(1e-5));
            }
            assertThat(scorer.labels(table())).startsWith("false", "false", "false", "true", "true");
        }
        assertThat(model.classes()).containsExactly("false", "true");
        assertThat(model.metrics()).anyMatch(metric -> metric.key().equals("train_log_loss"));
    }

    @Test
    void classifiesThreeClasses() throws Exception {
        TrainedModel model = train(Algorithm.LOGISTIC_REGRESSION, "three", 0.5);

        try (OnnxScorer scorer = new OnnxScorer(model.onnx())) {
            float[][] probabilities = scorer.probabilities(table());
            double[][] expected = {
                {0.8957912187029594, 0.10362142145952492, 0.0005873598375157552},
                {0.29829833015612806, 0.6479241789558166, 0.053777490888055335},
                {0.6306337410678113, 0.3480428759965612, 0.021323382935627428}
            };
            for (int row = 0; row < expected.length; row++) {
                for (int at = 0; at < 3; at++) {
                    assertThat((double) probabilities[row][at]).isCloseTo(expected[row][at], within(1e-5));
                }
            }
            assertThat(scorer.run(table(), "label")).isInstanceOf(long[].class);
            assertThat(scorer.labels(table())).startsWith("0", "1", "0");
        }
    }

    @Test
    void predictsNumbers() throws Exception {
        TrainedModel model = train(Algorithm.LINEAR_REGRESSION, "amount", 2);

        try (OnnxScorer scorer = new OnnxScorer(model.onnx())) {
            float[] predictions = scorer.predictions(table());
            double[] expected = {
                0.28352817685581444, 7.610518598259965, 1.9023325933459763, 3.798019891416684, 1.313774366665894
            };
            for (int row = 0; row < expected.length; row++) {
                assertThat((double) predictions[row]).isCloseTo(expected[row], within(1e-5));
            }
        }
        assertThat(model.importance().keySet()).startsWith("x");
        assertThat(model.importance().values().stream()
                        .mapToDouble(each -> each)
                        .sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void scoresUnseenCategoriesAndInfinities() throws Exception {
        TrainedModel model = train(Algorithm.LINEAR_REGRESSION, "amount", 2);
        TrainingTable odd = new TrainingTable(
                List.of(
                        new NumericColumn("x", new double[] {Double.NaN, Double.NEGATIVE_INFINITY}),
                        new NumericColumn("z", new double[] {1, 1}),
                        new CategoricalColumn("c", new String[] {"never seen", "never seen"})),
                2);

        try (OnnxScorer scorer = new OnnxScorer(model.onnx())) {
            float[] predictions = scorer.predictions(odd);
            assertThat(predictions[0]).isFinite().isEqualTo(predictions[1]);
        }
    }

    private static TrainedModel train(Algorithm algorithm, String label, double l2) {
        return Trainers.train(
                table(),
                new TrainingSpec(algorithm, Task.AUTO, label, List.of("x", "z", "c"), Map.of("l2", l2), 1),
                Progress.none());
    }

    private static TrainingTable table() {
        double[] x = new double[ROWS];
        double[] z = new double[ROWS];
        String[] c = new String[ROWS];
        double[] two = new double[ROWS];
        double[] three = new double[ROWS];
        double[] amount = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            x[row] = row % 7 == 3 ? Double.NaN : (row * 37 % 60) / 10.0;
            z[row] = row * row % 17;
            c[row] = row % 11 == 5
                    ? ""
                    : "abbc".substring((row * row + row / 3) % 4).substring(0, 1);
            double score = (Double.isNaN(x[row]) ? 3 : x[row]) + z[row] / 5;
            two[row] = (score > 4.5) ^ (row % 13 == 0) ? 1 : 0;
            three[row] = score < 3.5 ? 0 : score < 5.5 ? 1 : 2;
            if (row % 11 == 0) {
                three[row] = (three[row] + 1) % 3;
            }
            amount[row] = 2 * (Double.isNaN(x[row]) ? 1 : x[row]) - .3 * z[row] + row % 3;
        }
        return new TrainingTable(
                List.of(
                        new NumericColumn("x", x),
                        new NumericColumn("z", z),
                        new CategoricalColumn("c", c),
                        new NumericColumn("two", two, true),
                        new NumericColumn("three", three),
                        new NumericColumn("amount", amount)),
                ROWS);
    }
}
