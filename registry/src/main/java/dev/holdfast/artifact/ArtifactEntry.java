package dev.holdfast.artifact;

import org.jspecify.annotations.Nullable;

/**
 * What lies directly in a directory.
 *
 * @param name without the path to it
 * @param sizeBytes of a file; absent for a directory
 */
public record ArtifactEntry(String name, @Nullable Long sizeBytes) {
    public boolean isDirectory() {
        return sizeBytes == null;
    }
}
