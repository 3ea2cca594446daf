package dev.holdfast.model;

import dev.holdfast.kernel.Digest;

/**
 * A dataset version that a model version was made from or judged by.
 *
 * @param role {@code training} or {@code evaluation}
 */
public record DatasetReference(String role, String name, int version, Digest digest) {}
