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
 */
public record RunCause(
        Kind kind,
        @Nullable UUID event,
        @Nullable String deployment,
        @Nullable Long rowsSeen,
        @Nullable String schedule) {
    /** Who or what. */
    public enum Kind {
        MANUAL,
        DRIFT,
        SCHEDULE
    }

    /** A person or a client asked for it. */
    public static final RunCause MANUAL = new RunCause(Kind.MANUAL, null, null, null, null);
}
