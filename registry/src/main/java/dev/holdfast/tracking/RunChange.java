package dev.holdfast.tracking;

import org.jspecify.annotations.Nullable;

/**
 * What is to change about a run; what is absent stays.
 *
 * @param endTimeMs milliseconds since 1970
 * @param name an empty one is no change
 */
public record RunChange(
        @Nullable RunStatus status,
        @Nullable Long endTimeMs,
        @Nullable String name) {}
