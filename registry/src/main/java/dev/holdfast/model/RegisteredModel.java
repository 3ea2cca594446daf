package dev.holdfast.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name under which versions are kept.
 *
 * @param owner the user or team that answers for it; absent: nobody
 * @param aliases the version that each alias points at
 * @param latestVersion the highest version number; absent before the first
 * @param revision counts the changes to the name, its tags and aliases
 */
public record RegisteredModel(
        String name,
        @Nullable String description,
        @Nullable String owner,
        Map<String, String> tags,
        Map<String, Integer> aliases,
        @Nullable Integer latestVersion,
        long revision,
        Instant createdAt,
        String createdBy,
        Instant updatedAt) {}
