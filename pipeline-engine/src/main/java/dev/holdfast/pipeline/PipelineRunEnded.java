package dev.holdfast.pipeline;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run has ended. */
public record PipelineRunEnded(
        String pipeline, UUID run, RunState state, @Nullable RunError error) {}
