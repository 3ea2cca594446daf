package dev.holdfast.pipeline;

import java.time.Instant;

/** A line of a step's log. */
public record LogLine(int attempt, int line, Instant at, String message) {}
