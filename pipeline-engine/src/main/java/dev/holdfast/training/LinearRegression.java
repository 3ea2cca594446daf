package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.Arrays;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Ridge regression: minimises the sum of squared errors plus l2 times the sum of squared weights, the intercept not among
 * them (scikit-learn's Ridge with alpha = l2), by the normal equations of the centred columns.
 */
final class LinearRegression {
    private static final int MOST_COLUMNS = 4000;

    private final double l2;

    LinearRegression(Params params) {
        this.l2 = params.number("l2", 1, 0, 1e12);
    }

    Fitted fit(Dataset training, @Nullable Dataset validation, Features features, Steps steps) {
        LinearDesign design = LinearDesign.fit(features, training.table());
        LinearDesign.Matrix matrix = design.apply(training.table());
        int width = matrix.width();
        if (width > MOST_COLUMNS) {
            throw ProblemException.invalid(
                    "params.max_categories",
                    width,
                    "columns after one-hot encoding; linear regression takes at most " + MOST_COLUMNS
                            + ": lower max_categories or leave features out");
        }
        double[] labels = training.labels();
        double mean = Arrays.stream(labels).sum() / labels.length;
        double[] weights = solve(matrix, labels, mean, steps);
        double[] means = columnMeans(matrix);
        double intercept = mean;
        for (int column = 0; column < width; column++) {
            intercept -= weights[column] * means[column];
        }
        steps.record("train_rmse", 0, rootMeanSquare(matrix, labels, weights, intercept));
        if (validation != null) {
            steps.record(
                    "validation_rmse",
                    0,
                    rootMeanSquare(design.apply(validation.table()), validation.labels(), weights, intercept));
        }
        float[] columns = new float[width];
        for (int column = 0; column < width; column++) {
            columns[column] = (float) weights[column];
        }
        ModelGraph model = new ModelGraph("linear_regression", features);
        byte[] onnx = model.regression(design.toOnnx(model, columns, new float[] {(float) intercept}));
        return new Fitted(onnx, steps.metrics(), LinearScores.importance(matrix, features, new double[][] {weights}));
    }

    private double[] solve(LinearDesign.Matrix matrix, double[] labels, double mean, Steps steps) {
        int width = matrix.width();
        double[][] products = new double[width][width];
        double[] moments = new double[width];
        int numbers = matrix.numbers().size();
        int[] positions = new int[numbers + matrix.positions().size()];
        double[] values = new double[positions.length];
        for (int row = 0; row < matrix.rows(); row++) {
            if (row % 4096 == 0) {
                steps.stopIfCancelled();
            }
            int count = entries(matrix, row, positions, values);
            double centred = labels[row] - mean;
            for (int first = 0; first < count; first++) {
                double[] line = products[positions[first]];
                double value = values[first];
                moments[positions[first]] += value * centred;
                for (int second = 0; second <= first; second++) {
                    line[positions[second]] += value * values[second];
                }
            }
        }
        double[] means = columnMeans(matrix);
        RealMatrix normal = MatrixUtils.createRealMatrix(width, width);
        for (int first = 0; first < width; first++) {
            for (int second = 0; second <= first; second++) {
                double product = products[first][second] - matrix.rows() * means[first] * means[second];
                normal.setEntry(first, second, first == second ? product + l2 : product);
                normal.setEntry(second, first, normal.getEntry(first, second));
            }
        }
        try {
            // Pivots below a billionth of the rows are columns that others make up: their weights would be noise.
            return new CholeskyDecomposition(normal, 1e-12, 1e-9 * matrix.rows())
                    .getSolver()
                    .solve(new ArrayRealVector(moments, false))
                    .toArray();
        } catch (MathIllegalArgumentException e) {
            throw ProblemException.invalid(
                    "params.l2", l2, "is too small: some features are combinations of others; set it to 1, say");
        }
    }

    /** The row's non-zero entries in ascending columns; returns how many. */
    private static int entries(LinearDesign.Matrix matrix, int row, int[] positions, double[] values) {
        int count = 0;
        for (int column = 0; column < matrix.numbers().size(); column++) {
            positions[count] = column;
            values[count++] = matrix.numbers().get(column)[row];
        }
        for (int[] ones : matrix.positions()) {
            if (ones[row] >= 0) {
                positions[count] = ones[row];
                values[count++] = 1;
            }
        }
        return count;
    }

    private static double[] columnMeans(LinearDesign.Matrix matrix) {
        double[] sums = new double[matrix.width()];
        for (int column = 0; column < matrix.numbers().size(); column++) {
            for (float value : matrix.numbers().get(column)) {
                sums[column] += value;
            }
        }
        for (int[] ones : matrix.positions()) {
            for (int position : ones) {
                if (position >= 0) {
                    sums[position]++;
                }
            }
        }
        for (int column = 0; column < sums.length; column++) {
            sums[column] /= matrix.rows();
        }
        return sums;
    }

    private static double rootMeanSquare(
            LinearDesign.Matrix matrix, double[] labels, double[] weights, double intercept) {
        double[] predictions = new double[matrix.rows()];
        Arrays.fill(predictions, intercept);
        LinearScores.add(matrix, weights, 0, 0, matrix.rows(), predictions);
        double squares = 0;
        for (int row = 0; row < labels.length; row++) {
            squares += (predictions[row] - labels[row]) * (predictions[row] - labels[row]);
        }
        return Math.sqrt(squares / labels.length);
    }
}
