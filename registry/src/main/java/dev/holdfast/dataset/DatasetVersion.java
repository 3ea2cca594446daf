package dev.holdfast.dataset;

import dev.holdfast.kernel.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table: the file's bytes and what they mean.
 *
 * @param version counts from 1 within the dataset
 * @param digest of the file's bytes
 * @param sizeBytes of the file
 * @param source where the data came from, in the words of whoever registered it
 * @param createdBy the name of the actor who registered it
 */
public record DatasetVersion(
        String name,
        int version,
        DatasetFormat format,
        Digest digest,
        long sizeBytes,
        long rows,
        List<Column> columns,
        @Nullable String source,
        Instant createdAt,
        String createdBy) {
    public DatasetVersion {
        columns = List.copyOf(columns);
    }
}
