package dev.holdfast.tracking;

import dev.holdfast.kernel.Digest;

/**
 * A dataset version that a run read.
 *
 * @param context what for: {@code training}, {@code evaluation}
 */
public record DatasetInput(String name, int version, Digest digest, String context) {}
