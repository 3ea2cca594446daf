package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;

/** A stored content and its size. */
public record Blob(Digest digest, long sizeBytes) {}
