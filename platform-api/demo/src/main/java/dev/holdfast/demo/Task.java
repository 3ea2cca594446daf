package dev.holdfast.demo;

import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is predicted, read off the profile of the label's column, and the least that the held-out metrics must reach: a
 * model that can't beat the most frequent class, or the mean, does not serve.
 */
record Task(String label, boolean regression, double majorityShare) {
    private static final int MOST_CLASSES = 20;

    static Task of(String label, JsonNode profile) {
        JsonNode column = profile.path("columns")
                .valueStream()
                .filter(candidate -> candidate.path("name").asString().equals(label))
                .findFirst()
                .orElseThrow(() -> new DemoFailure("--label " + label + ": the data has no such column."));
        boolean numeric = Stream.of("float", "integer")
                .anyMatch(type -> type.equals(column.path("type").asString()));
        boolean regression = numeric && column.path("distinct").asLong() > MOST_CLASSES;
        long most = column.path("top_values")
                .valueStream()
                .mapToLong(value -> value.path("count").asLong())
                .max()
                .orElse(0);
        return new Task(
                label,
                regression,
                (double) most / Math.max(1, column.path("count").asLong()));
    }

    /** The metric on which a candidate must not be worse than what serves now. */
    String metric() {
        return regression ? "rmse" : "accuracy";
    }

    /** The gate's thresholds, as YAML. */
    String thresholds() {
        return regression
                ? "{r2: {min: 0.0}}"
                : String.format(Locale.ROOT, "{accuracy: {min: %.3f}}", Math.min(0.99, majorityShare));
    }

    Score score() {
        return new Score(regression);
    }
}
