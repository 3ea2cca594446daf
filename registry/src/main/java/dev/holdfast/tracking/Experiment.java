package dev.holdfast.tracking;

import java.time.Instant;
import java.util.Map;

/** Runs that belong together. */
public record Experiment(
        long id, String name, Lifecycle lifecycle, Map<String, String> tags, Instant createdAt, Instant updatedAt) {}
