package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as it stands.
 *
 * @param version the version that runs and triggers use
 * @param digest of that version's text
 * @param latestRun absent where it never ran
 */
public record Pipeline(
        String name,
        @Nullable String description,
        int version,
        Digest digest,
        @Nullable LatestRun latestRun,
        Instant createdAt,
        String createdBy,
        Instant updatedAt) {
    /** The run started last. */
    public record LatestRun(java.util.UUID id, RunState state, Instant createdAt) {}
}
