package dev.holdfast.tracking;

/**
 * A logged model that a run made.
 *
 * @param step when, as the caller counts
 */
public record ModelOutput(String modelId, long step) {}
