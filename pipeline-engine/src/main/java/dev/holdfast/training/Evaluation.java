package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.training.EvaluationReport.ClassReport;
import dev.holdfast.training.EvaluationReport.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of predictions whose truth is known. A metric without a defined value for the rows at hand is absent from the
 * report, never NaN.
 *
 * <p>Names and formulas of classification, with the scikit-learn function that gives the same number:
 *
 * <ul>
 *   <li>{@code accuracy}: share of right predictions ({@code accuracy_score}).
 *   <li>{@code balanced_accuracy}: mean recall of the classes that occur ({@code balanced_accuracy_score}).
 *   <li>{@code macro_f1}: mean F1 of the classes that occur or were predicted, an undefined one counting 0
 *       ({@code f1_score(average="macro")}).
 *   <li>{@code log_loss}: mean of -ln(probability of the true class), probabilities clipped to [ε, 1-ε] with ε = 2⁻²³, the
 *       precision of FP32 ({@code log_loss}). A class that the model does not know has probability 0.
 *   <li>{@code brier}: of two classes, mean (p - y)² of the second one ({@code brier_score_loss}); of more, the mean over the
 *       rows of the sum over the classes (Brier 1950: Verification of forecasts expressed in terms of probability).
 *   <li>{@code ece}: expected calibration error (Guo et al. 2017: On calibration of modern neural networks): the confidence
 *       of the predicted class in {@value Calibration#BINS} bins of equal width, Σ n_b/n · |accuracy_b - confidence_b|.
 *   <li>{@code roc_auc}: of two classes, the chance that a random row of the second class has a higher probability than one
 *       of the first, ties counting half ({@code roc_auc_score}; Hanley and McNeil 1982); of more, the unweighted mean of
 *       one class against the rest, over the classes that occur. Absent where only one class occurs.
 *   <li>{@code pr_auc}: average precision, Σ (R_k - R_{k-1}) P_k over distinct thresholds, no interpolation
 *       ({@code average_precision_score}); of more than two classes as above.
 *   <li>{@code precision}, {@code recall}, {@code f1}: of two classes, those of the second one.
 * </ul>
 *
 * <p>Of regression: {@code rmse}, {@code mae}, {@code mean_error} (mean of prediction - truth) and {@code r2}
 * (1 - Σ(y-p)²/Σ(y-ȳ)², {@code r2_score}; absent where the truth is constant).
 */
public final class Evaluation {
    private static final double EPSILON = 0x1p-23;
    private static final int MOST_CLASSES = 1000;

    private Evaluation() {}

    /**
     * Judges a classifier.
     *
     * @param truth the true class of each row, in the form of {@code classes}; others are allowed and never right
     * @param classes the model's classes in the order of the probabilities
     * @param probabilities row × class; no rows where the model gives none: metrics of labels only
     * @param predicted the predicted class of each row
     * @throws ProblemException if there are no rows or a probability is not a number from 0 to 1
     */
    public static EvaluationReport classification(
            String[] truth, List<String> classes, float[][] probabilities, String[] predicted) {
        int rows = requireRows(truth.length, predicted.length);
        boolean scored = probabilities.length > 0;
        if (scored) {
            requireProbabilities(probabilities, rows, classes.size());
        }
        ConfusionMatrix confusion = confusion(truth, classes, predicted);
        List<ClassReport> reports = reports(confusion);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", accuracy(truth, predicted));
        reports.stream()
                .filter(report -> report.support() > 0)
                .mapToDouble(report -> orZero(report.recall()))
                .average()
                .ifPresent(value -> metrics.put("balanced_accuracy", value));
        reports.stream()
                .filter(report -> report.support() > 0 || report.precision() != null)
                .mapToDouble(report -> orZero(report.f1()))
                .average()
                .ifPresent(value -> metrics.put("macro_f1", value));
        if (classes.size() == 2) {
            ClassReport second = reports.get(1);
            putIfDefined(metrics, "precision", second.precision());
            putIfDefined(metrics, "recall", second.recall());
            putIfDefined(metrics, "f1", second.f1());
        }
        if (!scored) {
            return new EvaluationReport(Task.CLASSIFICATION, rows, metrics, confusion, reports, List.of());
        }
        Map<String, Integer> index = index(classes);
        metrics.put("log_loss", logLoss(truth, index, probabilities));
        metrics.put("brier", brier(truth, index, probabilities));
        putRanking(metrics, truth, classes, probabilities);
        Calibration calibration = Calibration.of(truth, index, probabilities, predicted);
        metrics.put("ece", calibration.error());
        return new EvaluationReport(Task.CLASSIFICATION, rows, metrics, confusion, reports, calibration.bins());
    }

    /**
     * Judges a regression.
     *
     * @throws ProblemException if there are no rows or a value is not finite
     */
    public static EvaluationReport regression(double[] truth, double[] predicted) {
        int rows = requireRows(truth.length, predicted.length);
        double mean = Arrays.stream(truth).sum() / rows;
        double squares = 0;
        double absolutes = 0;
        double errors = 0;
        double total = 0;
        for (int row = 0; row < rows; row++) {
            requireFinite("label", truth[row], row);
            requireFinite("prediction", predicted[row], row);
            double error = predicted[row] - truth[row];
            squares += error * error;
            absolutes += Math.abs(error);
            errors += error;
            total += (truth[row] - mean) * (truth[row] - mean);
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rmse", Math.sqrt(squares / rows));
        metrics.put("mae", absolutes / rows);
        metrics.put("mean_error", errors / rows);
        double first = truth[0];
        if (Arrays.stream(truth).anyMatch(value -> value != first)) {
            metrics.put("r2", 1 - squares / total);
        }
        return new EvaluationReport(Task.REGRESSION, rows, metrics, null, List.of(), List.of());
    }

    private static double accuracy(String[] truth, String[] predicted) {
        long right = 0;
        for (int row = 0; row < truth.length; row++) {
            right += truth[row].equals(predicted[row]) ? 1 : 0;
        }
        return (double) right / truth.length;
    }

    private static double logLoss(String[] truth, Map<String, Integer> index, float[][] probabilities) {
        double sum = 0;
        for (int row = 0; row < truth.length; row++) {
            Integer column = index.get(truth[row]);
            double probability = column == null ? 0 : probabilities[row][column];
            sum -= Math.log(Math.clamp(probability, EPSILON, 1 - EPSILON));
        }
        return sum / truth.length;
    }

    private static double brier(String[] truth, Map<String, Integer> index, float[][] probabilities) {
        boolean binary = index.size() == 2;
        double sum = 0;
        for (int row = 0; row < truth.length; row++) {
            Integer right = index.get(truth[row]);
            for (int column = binary ? 1 : 0; column < probabilities[row].length; column++) {
                double wanted = right != null && right == column ? 1 : 0;
                sum += (probabilities[row][column] - wanted) * (probabilities[row][column] - wanted);
            }
            if (!binary && right == null) {
                sum += 1; // The class that the model does not know: probability 0 where 1 was right.
            }
        }
        return sum / truth.length;
    }

    private static void putRanking(
            Map<String, Double> metrics, String[] truth, List<String> classes, float[][] probabilities) {
        List<Ranking> rankings = new ArrayList<>();
        for (int column = classes.size() == 2 ? 1 : 0; column < classes.size(); column++) {
            Ranking ranking = Ranking.of(truth, classes.get(column), probabilities, column);
            if (ranking.defined()) {
                rankings.add(ranking);
            }
        }
        rankings.stream()
                .mapToDouble(Ranking::areaUnderCurve)
                .average()
                .ifPresent(value -> metrics.put("roc_auc", value));
        rankings.stream()
                .mapToDouble(Ranking::averagePrecision)
                .average()
                .ifPresent(value -> metrics.put("pr_auc", value));
    }

    private static ConfusionMatrix confusion(String[] truth, List<String> classes, String[] predicted) {
        Set<String> all = new LinkedHashSet<>(classes);
        all.addAll(Arrays.stream(truth).sorted().distinct().toList());
        all.addAll(Arrays.stream(predicted).sorted().distinct().toList());
        if (all.size() > MOST_CLASSES) {
            throw ProblemException.invalid(
                    "label",
                    all.size(),
                    "has more than " + MOST_CLASSES
                            + " distinct values among truth and predictions; is it a regression?");
        }
        List<String> labels = List.copyOf(all);
        Map<String, Integer> index = index(labels);
        Long[][] counts = new Long[labels.size()][labels.size()];
        for (Long[] line : counts) {
            Arrays.fill(line, 0L);
        }
        for (int row = 0; row < truth.length; row++) {
            int line = Objects.requireNonNull(index.get(truth[row]));
            counts[line][Objects.requireNonNull(index.get(predicted[row]))]++;
        }
        return new ConfusionMatrix(labels, Arrays.stream(counts).map(List::of).toList());
    }

    private static List<ClassReport> reports(ConfusionMatrix confusion) {
        List<ClassReport> reports = new ArrayList<>();
        for (int column = 0; column < confusion.labels().size(); column++) {
            int each = column;
            long right = confusion.counts().get(each).get(each);
            long support = confusion.counts().get(each).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long predicted = confusion.counts().stream()
                    .mapToLong(line -> line.get(each))
                    .sum();
            reports.add(new ClassReport(
                    confusion.labels().get(each),
                    support,
                    share(right, predicted),
                    share(right, support),
                    share(2 * right, predicted + support)));
        }
        return reports;
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static void putIfDefined(Map<String, Double> metrics, String name, @Nullable Double value) {
        if (value != null) {
            metrics.put(name, value);
        }
    }

    private static Map<String, Integer> index(List<String> classes) {
        Map<String, Integer> index = new HashMap<>();
        for (int column = 0; column < classes.size(); column++) {
            index.put(classes.get(column), column);
        }
        return index;
    }

    private static int requireRows(int truth, int predicted) {
        if (truth != predicted) {
            throw new IllegalArgumentException(truth + " truths for " + predicted + " predictions");
        }
        if (truth == 0) {
            throw ProblemException.invalid(
                    "data", 0, "has no row with a label to evaluate on; hold out more rows or wait for labels");
        }
        return truth;
    }

    private static void requireProbabilities(float[][] probabilities, int rows, int classes) {
        if (probabilities.length != rows) {
            throw new IllegalArgumentException(probabilities.length + " rows of probabilities for " + rows);
        }
        for (int row = 0; row < rows; row++) {
            if (probabilities[row].length != classes) {
                throw ProblemException.invalid(
                        "probabilities",
                        probabilities[row].length,
                        "has another width than the " + classes + " classes; name every class once, in their order");
            }
            for (float probability : probabilities[row]) {
                if (!(probability >= 0 && probability <= 1 + EPSILON)) {
                    throw ProblemException.invalid(
                            "probabilities",
                            String.valueOf(probability),
                            "of row " + row
                                    + " is not a number from 0 to 1; the model must end in a softmax or sigmoid");
                }
            }
        }
    }

    private static void requireFinite(String field, double value, int row) {
        if (!Double.isFinite(value)) {
            throw ProblemException.invalid(
                    field, String.valueOf(value), "of row " + row + " is not a finite number; leave such rows out");
        }
    }
}
