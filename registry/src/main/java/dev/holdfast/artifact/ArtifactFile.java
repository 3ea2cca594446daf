package dev.holdfast.artifact;

import dev.holdfast.kernel.Digest;

/** A file in the tree. */
public record ArtifactFile(ArtifactPath path, Digest digest, long sizeBytes) {}
