package dev.holdfast.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Rows that can be learned from, and the pipeline that does. */
final class TestRows {
    private static final int ROWS = 600;

    private TestRows() {}

    static Path write(Path file, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("ts,x,y,colour,class\n");
        for (int row = 0; row < ROWS; row++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            boolean red = random.nextBoolean();
            boolean up = x + (red ? 0.5 : -0.5) + 0.2 * random.nextGaussian() > 0;
            text.append(row)
                    .append(',')
                    .append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(red ? "red" : "blue")
                    .append(',')
                    .append(up ? "up" : "down")
                    .append('\n');
        }
        return Files.writeString(file, text);
    }

    static String definition(String name) {
        return """
                inputs:
                  rows: {dataset: %1$s}
                steps:
                  - name: prepare
                    kind: sql
                    inputs: [rows]
                    outputs: {clean: "SELECT * FROM rows"}
                  - name: fit
                    kind: train
                    data: prepare.clean
                    label: class
                    algorithm: gradient_boosted_trees
                    holdout: {share: 0.2, order_by: ts}
                    seed: 7
                    params: {rounds: 20, max_depth: 3}
                  - name: score
                    kind: evaluate
                    model: fit.model
                    data: fit.holdout
                  - name: check
                    kind: gate
                    evaluation: score
                    thresholds: {accuracy: {min: 0.6}}
                    incumbent: {deployment: %1$s, metric: accuracy, max_regression: 0.0}
                  - name: publish
                    kind: register
                    model: fit.model
                    as: %1$s
                    gate: check
                    aliases: [candidate]
                  - name: ship
                    kind: deploy
                    deployment: %1$s
                    version: publish.version
                """.formatted(name);
    }
}
