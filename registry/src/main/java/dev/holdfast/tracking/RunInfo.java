package dev.holdfast.tracking;

import org.jspecify.annotations.Nullable;

/**
 * A run without what it logged.
 *
 * @param runId 32 hexadecimal digits
 * @param user who started it, as the client says
 * @param startTimeMs milliseconds since 1970, as the client says
 * @param artifactUri where its artifacts lie: below the experiment's location, or where that was when the run began
 */
public record RunInfo(
        String runId,
        String name,
        long experiment,
        String user,
        RunStatus status,
        Lifecycle lifecycle,
        long startTimeMs,
        @Nullable Long endTimeMs,
        String artifactUri) {}
