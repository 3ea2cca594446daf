package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/**
 * Which model version is to serve, and why.
 *
 * @param automatic whether no person asks for it; refused where the deployment is pinned
 */
public record ReleaseRequest(
        String model, int version, @Nullable String reason, boolean automatic) {
    /** What a person asks for. */
    public ReleaseRequest(String model, int version, @Nullable String reason) {
        this(model, version, reason, false);
    }
}
