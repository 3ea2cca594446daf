package dev.holdfast.training;

import java.util.List;

/** Metrics of predictions whose truth is known. */
@SuppressWarnings("DoNotCallSuggester")
public final class Evaluation {
    private Evaluation() {}

    public static EvaluationReport classification(
            String[] truth, List<String> classes, float[][] probabilities, String[] predicted) {
        throw new UnsupportedOperationException();
    }

    public static EvaluationReport regression(double[] truth, double[] predicted) {
        throw new UnsupportedOperationException();
    }
}
