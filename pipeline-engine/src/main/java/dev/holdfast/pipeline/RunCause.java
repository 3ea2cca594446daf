package dev.holdfast.pipeline;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What started a run.
 *
 * @param event the drift event
 * @param deployment whose traffic drifted
 * @param rowsSeen predictions of that deployment when it drifted
 * @param schedule the cron expression whose time came
 * @param run the run that is made again from a step on
 * @param step that step
 */
public record RunCause(
        Kind kind,
        @Nullable UUID event,
        @Nullable String deployment,
        @Nullable Long rowsSeen,
        @Nullable String schedule,
        @Nullable UUID run,
        @Nullable String step) {
    /** Who or what. */
    public enum Kind {
        MANUAL,
        DRIFT,
        SCHEDULE,
        /** A person or a client asked for the rest of an earlier run once more. */
        RERUN
    }

    /** A person or a client asked for it. */
    public static final RunCause MANUAL = new RunCause(Kind.MANUAL, null, null, null, null, null, null);

    static RunCause drift(UUID event, String deployment, long rowsSeen) {
        return new RunCause(Kind.DRIFT, event, deployment, rowsSeen, null, null, null);
    }

    static RunCause schedule(String cron) {
        return new RunCause(Kind.SCHEDULE, null, null, null, cron, null, null);
    }

    static RunCause rerun(UUID run, String step) {
        return new RunCause(Kind.RERUN, null, null, null, null, run, step);
    }
}
