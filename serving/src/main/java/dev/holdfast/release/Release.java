package dev.holdfast.release;

import dev.holdfast.kernel.Digest;
import java.time.Instant;

/**
 * A model version as a deployment served it; never changes.
 *
 * @param number counts up within the deployment, from 1
 * @param modelDigest the root digest of the model version's manifest
 */
public record Release(
        String deployment,
        int number,
        String model,
        int modelVersion,
        Digest modelDigest,
        Instant createdAt,
        String createdBy) {}
