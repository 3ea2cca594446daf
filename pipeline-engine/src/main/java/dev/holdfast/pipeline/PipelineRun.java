package dev.holdfast.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of one version of a pipeline.
 *
 * @param progress the share of its steps that have ended, 0 to 1
 * @param cache whether steps might take outputs from earlier runs
 * @param steps in the order of the definition, inputs that had to be made first
 */
public record PipelineRun(
        UUID id,
        String pipeline,
        int version,
        RunState state,
        double progress,
        RunCause cause,
        @Nullable String reason,
        Map<String, Object> parameters,
        @Nullable String gitCommit,
        boolean cache,
        List<RunInput> inputs,
        List<StepRun> steps,
        @Nullable RunError error,
        Instant createdAt,
        String createdBy,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {
    /** The step of that name; the caller knows that there is one. */
    public StepRun step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No step " + name));
    }
}
