package dev.holdfast.dataset.web;

import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.kernel.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version in a list: all but its columns. */
record VersionSummary(
        String name,
        int version,
        DatasetFormat format,
        Digest digest,
        long sizeBytes,
        long rows,
        int columnCount,
        @Nullable String source,
        Instant createdAt,
        String createdBy) {
    static VersionSummary of(DatasetVersion version) {
        return new VersionSummary(
                version.name(),
                version.version(),
                version.format(),
                version.digest(),
                version.sizeBytes(),
                version.rows(),
                version.columns().size(),
                version.source(),
                version.createdAt(),
                version.createdBy());
    }
}
