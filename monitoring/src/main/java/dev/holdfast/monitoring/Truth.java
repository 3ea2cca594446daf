package dev.holdfast.monitoring;

import dev.holdfast.kernel.FieldError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A label that fits the prediction it is about.
 *
 * @param trueClass of a classification
 * @param number of a regression
 */
record Truth(
        LoggedPrediction prediction,
        @Nullable String trueClass,
        @Nullable Double number,
        Instant observedAt) {
    private static final int CLASSES_SHOWN = 20;

    /** The label as the text of its class: whole numbers without a point, truths as {@code true} and {@code false}. */
    static String classOf(Object value) {
        if (value instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString());
            return exact.stripTrailingZeros().scale() <= 0
                    ? exact.toBigInteger().toString()
                    : exact.stripTrailingZeros().toPlainString();
        }
        return value.toString();
    }

    /** Whether a value is of a kind that a label can be. */
    static @Nullable FieldError check(String field, @Nullable Object value) {
        if (value == null) {
            return new FieldError(field, null, "is missing; send the class or the number that turned out to be true.");
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return new FieldError(field, value.toString(), "must be finite.");
        }
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            return new FieldError(field, text.replace("\0", "\\0"), "must not contain the character 0.");
        }
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            return new FieldError(field, null, "must be a text, a number, true or false.");
        }
        return null;
    }

    /** Whether a label fits the model that predicted the row. */
    static @Nullable FieldError check(String field, Object value, LoggedPrediction prediction, List<String> classes) {
        if (!prediction.isClassification()) {
            return value instanceof Number
                    ? null
                    : new FieldError(field, value, "must be a number: the model predicts values, not classes.");
        }
        String text = classOf(value);
        if (classes.isEmpty() || classes.contains(text)) {
            return null;
        }
        List<String> shown = classes.size() > CLASSES_SHOWN ? classes.subList(0, CLASSES_SHOWN) : classes;
        return new FieldError(
                field,
                value,
                "is no class of the model; its classes are " + shown
                        + (classes.size() > CLASSES_SHOWN ? " and others." : "."));
    }

    static Truth of(Object value, LoggedPrediction prediction, Instant observedAt) {
        return prediction.isClassification()
                ? new Truth(prediction, classOf(value), null, observedAt)
                : new Truth(prediction, null, ((Number) value).doubleValue(), observedAt);
    }

    boolean isCorrect() {
        return trueClass != null && trueClass.equals(prediction.predictedClass());
    }

    /** Prediction minus truth; 0 for a classification. */
    double error() {
        Double predicted = prediction.number();
        return number == null || predicted == null ? 0 : predicted - number;
    }

    double lagSeconds() {
        return Math.max(0, observedAt.toEpochMilli() - prediction.at().toEpochMilli()) / 1_000.0;
    }
}
