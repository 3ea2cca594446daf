package dev.holdfast.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sums of a linear model, and what each feature adds to them. */
final class LinearScores {
    private LinearScores() {}

    /** Adds column by column for the rows from {@code start}: {@code scores} must hold the intercept. */
    static void add(LinearDesign.Matrix matrix, double[] weights, int offset, int start, int rows, double[] scores) {
        for (int column = 0; column < matrix.numbers().size(); column++) {
            float[] values = matrix.numbers().get(column);
            double weight = weights[offset + column];
            for (int at = 0; at < rows; at++) {
                scores[at] += weight * values[start + at];
            }
        }
        for (int[] positions : matrix.positions()) {
            for (int at = 0; at < rows; at++) {
                int position = positions[start + at];
                scores[at] += position < 0 ? 0 : weights[offset + position];
            }
        }
    }

    /**
     * Per feature the standard deviation over the rows of what it adds to a score, averaged over the targets: comparable
     * between numbers and texts.
     *
     * @param weights one array per target
     */
    static Map<String, Double> importance(LinearDesign.Matrix matrix, Features features, double[][] weights) {
        Map<String, Double> importance = new LinkedHashMap<>();
        features.names().forEach(name -> importance.put(name, 0.0));
        double[] added = new double[matrix.rows()];
        for (double[] target : weights) {
            for (int column = 0; column < matrix.numbers().size(); column++) {
                float[] values = matrix.numbers().get(column);
                for (int row = 0; row < added.length; row++) {
                    added[row] = target[column] * values[row];
                }
                merge(importance, features.numeric().get(column).name(), added, weights.length);
            }
            for (int feature = 0; feature < matrix.positions().size(); feature++) {
                int[] positions = matrix.positions().get(feature);
                for (int row = 0; row < added.length; row++) {
                    added[row] = positions[row] < 0 ? 0 : target[positions[row]];
                }
                merge(importance, features.categorical().get(feature).name(), added, weights.length);
            }
        }
        return importance;
    }

    private static void merge(Map<String, Double> importance, String name, double[] added, int targets) {
        double mean = Arrays.stream(added).sum() / added.length;
        double squares = 0;
        for (double value : added) {
            squares += (value - mean) * (value - mean);
        }
        importance.merge(name, Math.sqrt(squares / added.length) / targets, Double::sum);
    }
}
