package dev.holdfast.training;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Logistic regression: minimises the sum of the rows' log losses plus l2/2 times the sum of squared weights, the intercepts
 * not among them (scikit-learn's with C = 1/l2). Two classes have one vector of weights, more have one each (multinomial).
 */
final class LogisticRegression {
    private static final int BLOCK = 2048;
    private static final double TOLERANCE = 1e-6;
    private static final double SMALLEST = 0x1p-1022;

    private final double l2;
    private final int maxIterations;

    LogisticRegression(Params params) {
        this.l2 = params.number("l2", 1, 0, 1e12);
        this.maxIterations = params.integer("max_iterations", 500, 1, 100_000);
    }

    Fitted fit(Dataset training, @Nullable Dataset validation, Features features, LabelEncoder label, Steps steps) {
        LinearDesign design = LinearDesign.fit(features, training.table());
        LinearDesign.Matrix matrix = design.apply(training.table());
        int classes = label.classes().size();
        int targets = classes == 2 ? 1 : classes;
        int width = matrix.width();
        // Per target: the weights, then the intercept.
        double[] point = new double[targets * (width + 1)];
        Lbfgs.Objective objective = (at, gradient) -> {
            steps.stopIfCancelled();
            return penalised(matrix, training.labels(), targets, at, gradient);
        };
        boolean converged = Lbfgs.minimise(
                objective,
                point,
                maxIterations,
                TOLERANCE,
                (iteration, value) -> steps.record("train_objective", iteration, value));
        int last = steps.metrics().size();
        steps.message((converged ? "Converged after " : "Not converged after ") + last + " iterations"
                + (converged ? "." : "; raise max_iterations or l2 if the metrics disappoint."));
        steps.record("train_log_loss", last, logLoss(matrix, training.labels(), targets, point));
        if (validation != null) {
            steps.record(
                    "validation_log_loss",
                    last,
                    logLoss(design.apply(validation.table()), validation.labels(), targets, point));
        }
        double[][] weights = new double[targets][];
        float[] columns = new float[width * targets];
        float[] intercepts = new float[targets];
        for (int target = 0; target < targets; target++) {
            int offset = target * (width + 1);
            weights[target] = Arrays.copyOfRange(point, offset, offset + width);
            intercepts[target] = (float) point[offset + width];
            for (int column = 0; column < width; column++) {
                columns[column * targets + target] = (float) point[offset + column];
            }
        }
        ModelGraph model = new ModelGraph("logistic_regression", features);
        byte[] onnx = model.classifier(design.toOnnx(model, columns, intercepts), label);
        return new Fitted(onnx, steps.metrics(), LinearScores.importance(matrix, features, weights));
    }

    /** The objective over the number of rows. */
    private double penalised(
            LinearDesign.Matrix matrix, double[] labels, int targets, double[] point, double[] gradient) {
        Arrays.fill(gradient, 0);
        double loss = losses(matrix, labels, targets, point, gradient);
        int width = matrix.width();
        double squares = 0;
        for (int target = 0; target < targets; target++) {
            for (int column = 0; column < width; column++) {
                int at = target * (width + 1) + column;
                squares += point[at] * point[at];
                gradient[at] += l2 * point[at];
            }
        }
        for (int at = 0; at < gradient.length; at++) {
            gradient[at] /= matrix.rows();
        }
        return (loss + l2 / 2 * squares) / matrix.rows();
    }

    private static double logLoss(LinearDesign.Matrix matrix, double[] labels, int targets, double[] point) {
        return losses(matrix, labels, targets, point, new double[point.length]) / matrix.rows();
    }

    /** The sum of the log losses; adds their gradient. Block by block, in the order of the rows: always the same sums. */
    private static double losses(
            LinearDesign.Matrix matrix, double[] labels, int targets, double[] point, double[] gradient) {
        int width = matrix.width();
        double[][] scores = new double[targets][BLOCK];
        double loss = 0;
        for (int start = 0; start < matrix.rows(); start += BLOCK) {
            int rows = Math.min(BLOCK, matrix.rows() - start);
            for (int target = 0; target < targets; target++) {
                int offset = target * (width + 1);
                Arrays.fill(scores[target], point[offset + width]);
                LinearScores.add(matrix, point, offset, start, rows, scores[target]);
            }
            for (int at = 0; at < rows; at++) {
                int right = (int) labels[start + at];
                loss += targets == 1 ? binary(scores[0], at, right) : multinomial(scores, at, right);
            }
            for (int target = 0; target < targets; target++) {
                addGradient(matrix, scores[target], start, rows, gradient, target * (width + 1));
            }
        }
        return loss;
    }

    /** The row's loss; puts its derivative in the place of the score. StrictMath, for the same bits on every machine. */
    private static double binary(double[] scores, int at, int right) {
        double margin = right == 1 ? scores[at] : -scores[at];
        double away = StrictMath.exp(-Math.abs(margin));
        double loss = Math.max(-margin, 0) + StrictMath.log1p(away);
        double wrong = (margin > 0 ? away : 1) / (1 + away);
        scores[at] = right == 1 ? -wrong : wrong;
        return loss;
    }

    private static double multinomial(double[][] scores, int at, int right) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double[] target : scores) {
            highest = Math.max(highest, target[at]);
        }
        double sum = 0;
        for (double[] target : scores) {
            target[at] = StrictMath.exp(target[at] - highest);
            sum += target[at];
        }
        double loss = -StrictMath.log(Math.max(scores[right][at] / sum, SMALLEST));
        for (int target = 0; target < scores.length; target++) {
            scores[target][at] = scores[target][at] / sum - (target == right ? 1 : 0);
        }
        return loss;
    }

    private static void addGradient(
            LinearDesign.Matrix matrix, double[] errors, int start, int rows, double[] gradient, int offset) {
        for (int column = 0; column < matrix.numbers().size(); column++) {
            float[] values = matrix.numbers().get(column);
            double sum = 0;
            for (int at = 0; at < rows; at++) {
                sum += errors[at] * values[start + at];
            }
            gradient[offset + column] += sum;
        }
        for (int[] positions : matrix.positions()) {
            for (int at = 0; at < rows; at++) {
                if (positions[start + at] >= 0) {
                    gradient[offset + positions[start + at]] += errors[at];
                }
            }
        }
        double sum = 0;
        for (int at = 0; at < rows; at++) {
            sum += errors[at];
        }
        gradient[offset + matrix.width()] += sum;
    }
}
