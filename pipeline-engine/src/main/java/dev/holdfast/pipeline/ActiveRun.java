package dev.holdfast.pipeline;

import dev.holdfast.kernel.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A run that goes on, with what it runs. */
record ActiveRun(PipelineRun run, PipelineVersion version, PipelineDefinition definition) {
    UUID id() {
        return run.id();
    }

    String pipeline() {
        return run.pipeline();
    }

    RunInput input(String name) {
        return run.inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Run " + run.id() + " has no input " + name));
    }

    /** The step as this run is to do it: with the parameters of the request. */
    StepSpec step(String name) {
        return withParameters(definition.step(name), run.parameters());
    }

    static StepSpec withParameters(StepSpec step, Map<String, Object> parameters) {
        if (!(step instanceof StepSpec.Train train)) {
            return step;
        }
        Map<String, Object> params = new LinkedHashMap<>(train.params());
        String prefix = train.name() + ".";
        parameters.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                params.put(key.substring(prefix.length()), value);
            }
        });
        return new StepSpec.Train(
                train.common(),
                train.data(),
                train.label(),
                train.algorithm(),
                train.task(),
                train.features(),
                train.exclude(),
                train.holdout(),
                train.seed(),
                params,
                train.experiment());
    }

    /** Checks that each parameter of a request is for a train step. */
    static void checkParameters(PipelineDefinition definition, Map<String, Object> parameters) {
        var trains = definition.steps().stream()
                .filter(StepSpec.Train.class::isInstance)
                .map(StepSpec::name)
                .toList();
        parameters.forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot < 0 || !trains.contains(key.substring(0, dot))) {
                throw ProblemException.invalid(
                        "parameters." + key,
                        value,
                        "must be named step.param, where step is a train step; this pipeline has "
                                + (trains.isEmpty() ? "none." : String.join(", ", trains) + "."));
            }
            if (!(value instanceof Number || value instanceof String || value instanceof Boolean)) {
                throw ProblemException.invalid("parameters." + key, value, "must be a number, a text, true or false.");
            }
        });
    }
}
