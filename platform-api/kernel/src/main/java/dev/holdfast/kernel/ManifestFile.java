package dev.holdfast.kernel;

/** A file of a {@link Manifest}. */
public record ManifestFile(String path, Digest digest, long sizeBytes) {}
