package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A window of labelled rows while it is in memory: sums from which its metrics follow. */
final class LabelledRows {
    final int number;
    final int size;
    final boolean classification;
    final Instant openedAt;
    long rows;
    long correct;
    double sumError;
    double sumAbsolute;
    double sumSquared;
    double sumFourth;
    double sumLagSeconds;

    @Nullable
    Instant closedAt;

    @Nullable
    Double referenceValue;

    @Nullable
    String referenceSource;

    @Nullable
    Double threshold;

    @Nullable
    Double pValue;

    boolean drifted;

    LabelledRows(int number, int size, boolean classification, Instant openedAt) {
        this.number = number;
        this.size = size;
        this.classification = classification;
        this.openedAt = openedAt;
    }

    /** @param sign 1 to add a row, -1 to take one out that is corrected */
    void add(Truth truth, int sign) {
        double error = truth.error();
        rows += sign;
        correct += truth.isCorrect() ? sign : 0;
        sumError += sign * error;
        sumAbsolute += sign * Math.abs(error);
        sumSquared += sign * error * error;
        sumFourth += sign * error * error * error * error;
        sumLagSeconds += sign * truth.lagSeconds();
    }

    boolean isFull() {
        return closedAt == null && rows >= size;
    }

    String metric() {
        return classification ? "accuracy" : "rmse";
    }

    String method() {
        return classification ? PerformanceVerdict.BINOMIAL : PerformanceVerdict.SQUARED_ERROR_Z;
    }

    double value() {
        return classification ? correct / (double) rows : Math.sqrt(Math.max(0, sumSquared / rows));
    }

    PerformanceVerdict judge(double expected) {
        return classification
                ? PerformanceVerdict.accuracy(correct, rows, expected)
                : PerformanceVerdict.rmse(sumSquared, sumFourth, rows, expected);
    }

    Map<String, Double> metrics() {
        return metrics(classification, rows, correct, sumError, sumAbsolute, sumSquared);
    }

    static Map<String, Double> metrics(
            boolean classification, long rows, long correct, double sumError, double sumAbsolute, double sumSquared) {
        if (rows == 0) {
            return Map.of();
        }
        if (classification) {
            return Map.of("accuracy", correct / (double) rows);
        }
        return Map.of(
                "rmse", Math.sqrt(Math.max(0, sumSquared / rows)), "mae", sumAbsolute / rows, "bias", sumError / rows);
    }

    LabelledWindow toWindow(int release) {
        return new LabelledWindow(
                release,
                number,
                rows,
                metrics(),
                metric(),
                referenceValue,
                referenceSource,
                threshold,
                method(),
                pValue,
                drifted,
                rows == 0 ? 0 : sumLagSeconds / rows,
                openedAt,
                closedAt);
    }
}
