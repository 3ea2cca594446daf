package dev.holdfast.pipeline;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pipeline's YAML says, complete and consistent: every reference leads somewhere and nothing goes round in circles. */
record PipelineDefinition(
        @Nullable String description, List<InputSpec> inputs, List<StepSpec> steps, List<TriggerSpec> triggers) {

    PipelineDefinition {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        triggers = List.copyOf(triggers);
    }

    StepSpec step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No step " + name));
    }

    Optional<InputSpec> input(String name) {
        return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
    }

    /** The steps that must succeed before {@code step} may start; inputs that are made when the run starts are steps too. */
    List<String> dependencies(StepSpec step) {
        return step.references().stream()
                .map(reference -> reference.isInput() ? inputStep(reference.source()) : Optional.of(reference.source()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Whether running this changes what serves, which only an approver may decide. */
    boolean decidesWhatServes() {
        return steps.stream()
                .anyMatch(step -> step instanceof StepSpec.Deploy
                        || (step instanceof StepSpec.Register register
                                && !register.aliases().isEmpty()));
    }

    private Optional<String> inputStep(String input) {
        return input(input).filter(InputSpec.Traffic.class::isInstance).map(traffic -> InputSpec.stepName(input));
    }
}
