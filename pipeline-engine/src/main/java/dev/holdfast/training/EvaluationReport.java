package dev.holdfast.training;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good predictions are. A metric that is not defined for these rows (such as the ROC AUC of a single class) is absent.
 *
 * @param task classification or regression
 * @param rows the rows judged
 * @param metrics name to value, see {@link Evaluation}
 * @param confusion truth × prediction; absent for regression
 * @param classes precision, recall and F1 per class; empty for regression
 * @param calibration the bins behind the expected calibration error; empty for regression
 */
public record EvaluationReport(
        Task task,
        int rows,
        Map<String, Double> metrics,
        @Nullable ConfusionMatrix confusion,
        List<ClassReport> classes,
        List<CalibrationBin> calibration) {

    /**
     * How often each class was taken for each.
     *
     * @param labels the model's classes, then those that only the truth has
     * @param counts one row per true class, in it one count per predicted class
     */
    public record ConfusionMatrix(List<String> labels, List<List<Long>> counts) {}

    /**
     * How well one class is found.
     *
     * @param label the class
     * @param support rows that truly are of this class
     * @param precision right ones among those predicted as it; absent where none was
     * @param recall right ones among those that are it; absent where none is
     * @param f1 2·right / (predicted + support); absent where both are zero
     */
    public record ClassReport(
            String label,
            long support,
            @Nullable Double precision,
            @Nullable Double recall,
            @Nullable Double f1) {}

    /**
     * Predictions of like confidence.
     *
     * @param lower the bin's lower edge, exclusive except 0
     * @param upper the bin's upper edge, inclusive
     * @param count rows whose confidence is in the bin
     * @param confidence mean predicted probability of the predicted class; absent where the bin is empty
     * @param accuracy share of right predictions; absent where the bin is empty
     */
    public record CalibrationBin(
            double lower,
            double upper,
            long count,
            @Nullable Double confidence,
            @Nullable Double accuracy) {}
}
