package dev.holdfast.monitoring;

import dev.holdfast.dataset.CategoricalBins;
import dev.holdfast.dataset.NumericBins;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a model's outputs what it predicted: the class and its score, or a value.
 *
 * <p>The class is the output named {@code label}, otherwise the first of one text, whole number or truth a row, otherwise the class of the
 * largest probability. Probabilities are the first output of several floating-point numbers a row; the score is that of the last class.
 * A model that gives no class predicts a value: its first output of one floating-point number a row.
 */
final class OutputReader {
    static final String LABEL = "label";
    static final String SCORE = "score";
    static final String VALUE = "value";

    private final @Nullable Tensor label;
    private final @Nullable Tensor probabilities;
    private final @Nullable Tensor value;
    private final List<String> classes;

    /** @param classes in the order of the probabilities; may be empty */
    OutputReader(Map<String, Tensor> outputs, int rows, List<String> classes) {
        this.classes = classes;
        Tensor named = outputs.get(LABEL);
        label = named != null && one(named, rows) ? named : first(outputs, rows, false, true);
        probabilities = first(outputs, rows, true, false);
        value = label == null && probabilities == null ? first(outputs, rows, true, true) : null;
    }

    private static @Nullable Tensor first(Map<String, Tensor> outputs, int rows, boolean floating, boolean one) {
        for (Tensor tensor : outputs.values()) {
            if (isFloating(tensor.datatype()) == floating
                    && (one ? one(tensor, rows) : tensor.rows() == rows && tensor.rowElements() > 1)) {
                return tensor;
            }
        }
        return null;
    }

    private static boolean one(Tensor tensor, int rows) {
        return tensor.rows() == rows && tensor.rowElements() == 1;
    }

    private static boolean isFloating(TensorType type) {
        return type == TensorType.FP16 || type == TensorType.FP32 || type == TensorType.FP64;
    }

    /** Which output a reference of predictions describes. */
    static String columnFor(ReferenceBins bins, @Nullable Boolean classification) {
        return switch (bins) {
            case CategoricalBins categorical -> LABEL;
            case NumericBins numeric -> Boolean.TRUE.equals(classification) ? SCORE : VALUE;
        };
    }

    boolean isClassification() {
        return label != null || probabilities != null;
    }

    boolean hasScore() {
        return probabilities != null;
    }

    boolean hasValue() {
        return value != null;
    }

    /** The predicted class; null for a regression. */
    @Nullable
    String predictedClass(int row) {
        if (label != null) {
            return label.textAt(row);
        }
        if (probabilities == null) {
            return null;
        }
        int best = 0;
        int width = probabilities.rowElements();
        for (int i = 1; i < width; i++) {
            if (probabilities.doubleAt(row * width + i) > probabilities.doubleAt(row * width + best)) {
                best = i;
            }
        }
        return best < classes.size() ? classes.get(best) : Integer.toString(best);
    }

    /** The probability of the last class, or the predicted value; NaN where there is neither. */
    double number(int row) {
        if (probabilities != null) {
            int width = probabilities.rowElements();
            return probabilities.doubleAt(row * width + width - 1);
        }
        return value == null ? Double.NaN : value.doubleAt(row);
    }
}
