package dev.holdfast.pipeline;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a step made.
 *
 * @param made gives the outputs; runs in the transaction that makes them visible
 */
record StepResult(Supplier<List<Artifact>> made) {
    static StepResult of(Artifact... artifacts) {
        List<Artifact> outputs = List.of(artifacts);
        return new StepResult(() -> outputs);
    }

    static StepResult of(List<Artifact> artifacts) {
        List<Artifact> outputs = List.copyOf(artifacts);
        return new StepResult(() -> outputs);
    }
}
