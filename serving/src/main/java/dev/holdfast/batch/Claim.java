package dev.holdfast.batch;

import dev.holdfast.background.Lease;
import java.util.UUID;

/**
 * The right to work on a job, until someone else claims it.
 *
 * @param fence grows with every claim
 * @param failures attempts in a row before this one that finished no chunk, through no fault of the job
 */
record Claim(UUID job, int attempt, int failures, long fence) implements Lease {
    @Override
    public String toString() {
        return "batch job " + job + ", attempt " + attempt;
    }
}
