package dev.holdfast.dataset;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named series of versions.
 *
 * @param latestVersion the number of the newest version, which is also how many there are
 */
public record Dataset(
        String name, @Nullable String description, int latestVersion, Instant createdAt, Instant updatedAt) {}
