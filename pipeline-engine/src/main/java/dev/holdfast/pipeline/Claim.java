package dev.holdfast.pipeline;

import dev.holdfast.background.Lease;
import java.util.UUID;

/**
 * The right to run one attempt of a step, for as long as nobody has a later fence.
 *
 * @param failures attempts before this one that ended through no fault of the step
 */
record Claim(UUID runId, String step, int attempt, int failures, long fence) implements Lease {
    @Override
    public UUID job() {
        return runId;
    }

    @Override
    public String toString() {
        return runId + "/" + step + " attempt " + attempt;
    }
}
