package dev.holdfast.imports;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import, under way or ended.
 *
 * @param experiments names of those asked for; absent where all were
 * @param models names of the registered models asked for; absent where all were
 * @param leftOut how many things were not copied; there is a list of them
 * @param error why it failed
 */
public record ImportJob(
        UUID id,
        ImportState state,
        String trackingUri,
        @Nullable List<String> experiments,
        @Nullable List<String> models,
        boolean artifacts,
        ImportProgress progress,
        long leftOut,
        @Nullable String error,
        String startedBy,
        Instant createdAt,
        @Nullable Instant endedAt) {}
