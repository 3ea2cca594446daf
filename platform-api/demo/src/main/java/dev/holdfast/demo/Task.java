package dev.holdfast.demo;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is predicted, read off the profile of the label's column, and the least that the held-out metrics must reach: a
 * model that ranks no better than a coin, or guesses no better than the mean, does not serve.
 */
record Task(String label, boolean regression) {
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
        return new Task(label, regression);
    }

    /** The metric on which a candidate must not be worse than what serves now. */
    String metric() {
        return regression ? "rmse" : "accuracy";
    }

    /** The gate's thresholds, as YAML. */
    String thresholds() {
        return regression ? "{r2: {min: 0.0}}" : "{roc_auc: {min: 0.55}}";
    }

    Score score() {
        return new Score(regression);
    }
}
