package dev.holdfast.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The matrix of a linear model: numbers imputed with their mean and scaled to mean 0 and deviation 1, then zeros and ones per
 * category, of which only the position of the one is kept.
 */
final class LinearDesign {
    /** An empty text counts as the most frequent category, which comes first. */
    static final int MOST_FREQUENT = 0;

    private final Features features;
    private final float[] means;
    private final float[] scales;

    private LinearDesign(Features features, float[] means, float[] scales) {
        this.features = features;
        this.means = means;
        this.scales = scales;
    }

    /**
     * Rows of the matrix.
     *
     * @param rows how many
     * @param numbers per numeric column
     * @param positions per text the column of its one
     * @param width columns in all
     */
    record Matrix(int rows, List<float[]> numbers, List<int[]> positions, int width) {}

    static LinearDesign fit(Features features, EncodedTable table) {
        int count = table.numeric().size();
        float[] means = new float[count];
        float[] scales = new float[count];
        for (int column = 0; column < count; column++) {
            float[] values = table.numeric().get(column);
            double sum = 0;
            int present = 0;
            for (float value : values) {
                if (!Float.isNaN(value)) {
                    sum += value;
                    present++;
                }
            }
            means[column] = (float) (sum / present);
            double squares = 0;
            for (float value : values) {
                double deviation = Float.isNaN(value) ? 0 : (double) value - means[column];
                squares += deviation * deviation;
            }
            double scale = 1 / Math.sqrt(squares / values.length);
            scales[column] = (float) Math.clamp(scale, Float.MIN_NORMAL, Float.MAX_VALUE);
        }
        return new LinearDesign(features, means, scales);
    }

    /** Does in 32-bit floats what the graph will do. */
    Matrix apply(EncodedTable table) {
        List<float[]> numbers = new ArrayList<>();
        for (int column = 0; column < means.length; column++) {
            float[] values = table.numeric().get(column);
            float[] scaled = new float[values.length];
            for (int row = 0; row < values.length; row++) {
                scaled[row] = Float.isNaN(values[row]) ? 0 : (values[row] - means[column]) * scales[column];
            }
            numbers.add(scaled);
        }
        List<int[]> positions = new ArrayList<>();
        int offset = means.length;
        for (int feature = 0; feature < table.codes().size(); feature++) {
            int[] codes = table.codes().get(feature);
            int[] shifted = new int[codes.length];
            for (int row = 0; row < codes.length; row++) {
                shifted[row] = codes[row] == FeatureEncoder.Categorical.NONE ? -1 : offset + codes[row];
            }
            positions.add(shifted);
            offset += features.categorical().get(feature).width();
        }
        return new Matrix(table.rows(), numbers, positions, offset);
    }

    /** Adds the matrix to the graph, and its product with the weights (column × target) plus the intercepts. */
    String toOnnx(ModelGraph model, float[] weights, float[] intercepts) {
        OnnxGraph graph = model.graph();
        List<String> numbers = new ArrayList<>();
        if (means.length > 0) {
            numbers.add(graph.learned(
                    "Scaler",
                    List.of(model.numbersImputed(means)),
                    OnnxGraph.numbers("offset", boxed(means)),
                    OnnxGraph.numbers("scale", boxed(scales))));
        }
        String matrix = model.matrix(numbers, MOST_FREQUENT);
        int targets = intercepts.length;
        return graph.node(
                "Gemm",
                List.of(
                        matrix,
                        graph.floats(weights, weights.length / targets, targets),
                        graph.floats(intercepts, targets)));
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }
}
