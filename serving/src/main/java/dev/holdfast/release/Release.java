package dev.holdfast.release;

import dev.holdfast.kernel.Digest;
import dev.holdfast.runtime.Device;
import java.time.Instant;

/**
 * A model version as a deployment served it; never changes.
 *
 * @param number counts up within the deployment, from 1
 * @param modelDigest the root digest of the model version's manifest
 * @param device where it runs: {@code cpu} or {@code cuda:0}
 */
public record Release(
        String deployment,
        int number,
        String model,
        int modelVersion,
        Digest modelDigest,
        Instant createdAt,
        String createdBy,
        String device) {
    /** On the processor. */
    public Release(
            String deployment,
            int number,
            String model,
            int modelVersion,
            Digest modelDigest,
            Instant createdAt,
            String createdBy) {
        this(deployment, number, model, modelVersion, modelDigest, createdAt, createdBy, Device.CPU.toString());
    }
}
