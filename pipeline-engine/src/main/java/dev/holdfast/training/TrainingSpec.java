package dev.holdfast.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to train.
 *
 * @param algorithm the trainer
 * @param task classification or regression, or AUTO
 * @param label the column to predict
 * @param features the columns to predict from, in the order of the model's inputs; empty for all but the label
 * @param params the algorithm's parameters, see {@code docs/training.md}; absent ones have defaults
 * @param seed of everything random
 */
public record TrainingSpec(
        Algorithm algorithm, Task task, String label, List<String> features, Map<String, Object> params, long seed) {
    public TrainingSpec {
        features = List.copyOf(features);
        // YAML's "rounds:" without a value arrives as null: absent.
        Map<String, Object> present = new HashMap<>(params);
        present.values().removeIf(Objects::isNull);
        params = Map.copyOf(present);
    }
}
