package dev.holdfast.pipeline;

import java.util.UUID;

/** A run was created; its steps start as soon as there is room. */
public record PipelineRunStarted(String pipeline, int version, UUID run, RunCause cause) {}
