package dev.holdfast.kernel;

import java.util.Comparator;
import java.util.List;

/**
 * What an immutable version consists of: files by path, each with its digest and size.
 *
 * @param files sorted by path
 */
public record Manifest(List<ManifestFile> files) {
    public Manifest {
        files = files.stream().sorted(Comparator.comparing(ManifestFile::path)).toList();
    }

    /** Identifies the whole: the SHA-256 of a line {@code <hex>  <size>  <path>} for each file, in the order of the paths. */
    public Digest root() {
        StringBuilder lines = new StringBuilder();
        for (ManifestFile file : files) {
            lines.append(file.digest().hex())
                    .append("  ")
                    .append(file.sizeBytes())
                    .append("  ")
                    .append(file.path())
                    .append('\n');
        }
        return Digest.of(lines.toString());
    }
}
