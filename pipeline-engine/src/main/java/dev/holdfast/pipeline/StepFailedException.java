package dev.holdfast.pipeline;

import dev.holdfast.kernel.ProblemException;
import java.util.List;

/** A step has failed and leaves something all the same. */
final class StepFailedException extends RuntimeException {
    private final transient ProblemException problem;
    private final transient List<Artifact> made;

    StepFailedException(ProblemException problem, List<Artifact> made) {
        super(problem.detail(), problem);
        this.problem = problem;
        this.made = made;
    }

    ProblemException problem() {
        return problem;
    }

    List<Artifact> made() {
        return made;
    }
}
