package dev.holdfast.demo;

import org.jspecify.annotations.Nullable;

/** The training pipeline that the demo hands in, as a user would write it. */
final class Pipeline {
    private Pipeline() {}

    static String yaml(String name, Task task, @Nullable String time, int trainingRows) {
        String orderBy = time == null ? "file" : time;
        return """
                description: Trains %1$s on its newest labelled rows, and releases what is better than what serves now.
                inputs:
                  rows: {traffic: %1$s, rows: %2$d, or_dataset: %1$s}
                steps:
                  - name: fit
                    kind: train
                    data: rows
                    label: "%3$s"
                    algorithm: gradient_boosted_trees
                    holdout: {share: 0.2, order_by: %4$s}
                    seed: 7
                    params: {rounds: 60, max_depth: 4}
                  - name: score
                    kind: evaluate
                    model: fit.model
                    data: fit.holdout
                  - name: check
                    kind: gate
                    evaluation: score
                    thresholds: %5$s
                    incumbent: {deployment: %1$s, metric: %6$s, max_regression: -0.001}
                  - name: publish
                    kind: register
                    model: fit.model
                    as: %1$s
                    gate: check
                    aliases: [champion]
                  - name: ship
                    kind: deploy
                    deployment: %1$s
                    version: publish.version
                triggers:
                  - on: drift
                    deployment: %1$s
                """.formatted(name, trainingRows, task.label(), orderBy, task.thresholds(), task.metric());
    }
}
