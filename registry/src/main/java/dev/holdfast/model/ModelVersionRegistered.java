package dev.holdfast.model;

import dev.holdfast.kernel.Digest;

/**
 * A model version came into being.
 *
 * @param digest the root of its manifest
 */
public record ModelVersionRegistered(String model, int version, Digest digest) {}
