package dev.holdfast.tracking;

import java.time.Instant;
import java.util.Map;

/**
 * Runs that belong together.
 *
 * @param artifactLocation where its runs' artifacts lie
 */
public record Experiment(
        long id,
        String name,
        String artifactLocation,
        Lifecycle lifecycle,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {}
