package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/** Which model version is to serve, and why. */
public record ReleaseRequest(
        String model, int version, @Nullable String reason) {}
