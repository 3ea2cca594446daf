package dev.holdfast.release;

import dev.holdfast.runtime.Device;
import org.jspecify.annotations.Nullable;

/**
 * Which model version is to serve, and why.
 *
 * @param automatic whether no person asks for it; refused where the deployment is pinned
 * @param device where it runs
 */
public record ReleaseRequest(
        String model, int version, @Nullable String reason, boolean automatic, Device device) {
    /** On the processor. */
    public ReleaseRequest(String model, int version, @Nullable String reason, boolean automatic) {
        this(model, version, reason, automatic, Device.CPU);
    }

    /** What a person asks for. */
    public ReleaseRequest(String model, int version, @Nullable String reason) {
        this(model, version, reason, false);
    }
}
