package dev.holdfast.demo;

import java.util.Locale;

/** How well predictions met the truth: the share that was right, or the root of the mean squared error. */
final class Score {
    private final boolean regression;
    private long rows;
    private double sum;

    Score(boolean regression) {
        this.regression = regression;
    }

    void add(String predicted, String truth) {
        rows++;
        if (regression) {
            double error = Double.parseDouble(predicted) - Double.parseDouble(truth);
            sum += error * error;
        } else {
            sum += same(predicted, truth) ? 1 : 0;
        }
    }

    long rows() {
        return rows;
    }

    double value() {
        return regression ? Math.sqrt(sum / rows) : sum / rows;
    }

    @Override
    public String toString() {
        return rows == 0
                ? "no rows"
                : String.format(Locale.ROOT, "%s %.3f over %,d rows", regression ? "RMSE" : "accuracy", value(), rows);
    }

    /** A class is the same class whether it came as a number or a text. */
    private static boolean same(String predicted, String truth) {
        if (predicted.equals(truth)) {
            return true;
        }
        var a = Rows.number(predicted);
        var b = Rows.number(truth);
        return a.isPresent() && b.isPresent() && a.getAsDouble() == b.getAsDouble();
    }
}
