package dev.holdfast.pipeline;

import java.util.Locale;

/** How far a step is. */
public enum StepState {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Never started, since a step before it failed. */
    SKIPPED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StepState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
