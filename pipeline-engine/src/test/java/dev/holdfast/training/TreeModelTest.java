package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime gives what XGBoost gives, on rows that training has not seen. */
class TreeModelTest {
    @ParameterizedTest
    @CsvSource({
        "two, binary:logistic, 0, 0",
        "two, binary:logistic, 0, 5",
        "three, multi:softprob, 3, 0",
        "amount, reg:squarederror, 0, 0",
        "amount, reg:squarederror, 0, 20000"
    })
    void scoresAsXgboostDoes(String column, String objective, int classes, double minSplitLoss) throws Exception {
        TrainingTable train = RandomTable.of(3000, 6, 2, 1);
        TrainingTable fresh = RandomTable.of(2000, 6, 2, 2);
        TrainingSpec spec = new TrainingSpec(
                Algorithm.GRADIENT_BOOSTED_TREES, Task.AUTO, column, RandomTable.features(train), Map.of(), 1);
        LabelEncoder label = LabelEncoder.fit(train, spec);
        LabelEncoder.Labels labels = label.encode(train);
        Features features = new FeatureSelection(train, labels.rows(), true, 5, text -> {}).select(spec);
        Map<String, Object> settings = new HashMap<>(Map.of(
                "objective", objective, "tree_method", "hist", "max_depth", 6, "nthread", 1, "gamma", minSplitLoss));
        if (classes > 0) {
            settings.put("num_class", classes);
        }
        int rounds = 40;
        try (Matrix rows = matrix(train, labels, features);
                Matrix unseen = matrix(fresh, label.encode(fresh), features)) {
            Booster booster = XGBoost.train(rows.matrix(), settings, rounds, Map.of(), null, null);
            float[][] expected = booster.predict(unseen.matrix());
            int trees = rounds * Math.max(1, classes);
            byte[] onnx = TreeModel.parse(booster.toByteArray("json"), trees).toOnnx(features, label);
            booster.dispose();
            try (OnnxScorer scorer = new OnnxScorer(onnx)) {
                double scale = 1;
                float[][] actual;
                if (label.task() == Task.REGRESSION) {
                    scale = 1000;
                    float[] predictions = scorer.predictions(fresh);
                    actual = IntStream.range(0, predictions.length)
                            .mapToObj(row -> new float[] {predictions[row]})
                            .toArray(float[][]::new);
                } else {
                    actual = scorer.probabilities(fresh);
                    assertThat(List.of(scorer.labels(fresh))).isEqualTo(best(label.classes(), actual));
                }
                double worst = 0;
                for (int row = 0; row < expected.length; row++) {
                    for (int at = 0; at < expected[row].length; at++) {
                        int position = label.classes().size() == 2 ? 1 : at;
                        worst = Math.max(worst, Math.abs(expected[row][at] - actual[row][position]) / scale);
                    }
                }
                assertThat(worst).isLessThan(1e-5);
            }
        }
    }

    private static Matrix matrix(TrainingTable table, LabelEncoder.Labels labels, Features features) throws Exception {
        EncodedTable encoded = EncodedTable.of(table, labels.rows(), features, FeatureEncoder.Categorical.NONE);
        return Matrix.of(new Dataset(encoded, labels.values()), features, 0, encoded.rows());
    }

    private static List<String> best(List<String> classes, float[][] probabilities) {
        return Arrays.stream(probabilities)
                .map(row -> {
                    int best = 0;
                    for (int at = 1; at < row.length; at++) {
                        best = row[at] > row[best] ? at : best;
                    }
                    return classes.get(best);
                })
                .toList();
    }
}
