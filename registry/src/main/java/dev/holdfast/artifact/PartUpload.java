package dev.holdfast.artifact;

import java.util.UUID;

/**
 * A file that is to arrive in parts.
 *
 * @param parts how many are expected, counted from 1
 * @param secret lets its bearer send parts, and nothing else
 */
public record PartUpload(UUID id, ArtifactPath path, int parts, String secret) {}
