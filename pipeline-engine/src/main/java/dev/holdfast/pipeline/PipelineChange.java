package dev.holdfast.pipeline;

/**
 * What putting a definition did.
 *
 * @param created whether the text was new to the pipeline
 */
public record PipelineChange(PipelineVersion version, boolean created) {}
