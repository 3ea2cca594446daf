package dev.holdfast.pipeline;

import dev.holdfast.kernel.ProblemException;
import java.util.HashSet;
import java.util.Set;

/** What of an earlier run has to be made again. */
final class Reruns {
    private Reruns() {}

    /**
     * The step, all that come after it, and all that have not succeeded with those that come after them.
     *
     * @throws ProblemException 422 where the run has no such step, or a step that it needs has not succeeded; 409 while it goes on
     */
    static Set<String> stepsFrom(PipelineRun run, String step) {
        if (!run.state().isEnd()) {
            throw ProblemException.conflict(
                    "The run goes on; wait for its end or cancel it, then run it again from a step.");
        }
        StepRun first = run.steps().stream()
                .filter(each -> each.name().equals(step))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "from",
                        step,
                        "The run has no such step; it has "
                                + String.join(
                                        ", ",
                                        run.steps().stream().map(StepRun::name).toList()) + "."));
        first.dependsOn().stream()
                .filter(before -> run.step(before).state() != StepState.SUCCEEDED)
                .findFirst()
                .ifPresent(before -> {
                    throw ProblemException.invalid(
                            "from",
                            step,
                            "It needs what step " + before + " makes, which has not succeeded; start from " + before
                                    + " or before.");
                });
        Set<String> again = new HashSet<>();
        // A step may be written before those that it needs.
        boolean grown = true;
        while (grown) {
            grown = false;
            for (StepRun each : run.steps()) {
                boolean needed = each.name().equals(step)
                        || each.state() != StepState.SUCCEEDED
                        || each.dependsOn().stream().anyMatch(again::contains);
                grown |= needed && again.add(each.name());
            }
        }
        return again;
    }
}
