package dev.holdfast.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step in a run.
 *
 * @param dependsOn the steps that must succeed before it may start
 * @param attempt how often it was started
 * @param cached whether its outputs were taken from an earlier success
 * @param cachedFrom the run of that success
 * @param progress 0 to 1 while it runs, where the step can tell
 * @param message the last thing it said
 * @param durationMs from the first start to the end, or until now
 */
public record StepRun(
        String name,
        String kind,
        List<String> dependsOn,
        StepState state,
        int attempt,
        boolean cached,
        @Nullable UUID cachedFrom,
        @Nullable Double progress,
        @Nullable String message,
        List<StepOutput> outputs,
        @Nullable RunError error,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long durationMs) {}
