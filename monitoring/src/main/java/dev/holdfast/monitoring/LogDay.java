package dev.holdfast.monitoring;

import dev.holdfast.kernel.Digest;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day of a deployment's log, in UTC.
 *
 * @param inDatabase whether its rows are in the database, where labels find them
 * @param digest of its Parquet file in the store; absent where there is none
 * @param sizeBytes of the file
 * @param rows in the file
 * @param archivedAt when the file was made
 */
public record LogDay(
        String deployment,
        LocalDate day,
        LogKind kind,
        boolean inDatabase,
        @Nullable Digest digest,
        @Nullable Long sizeBytes,
        @Nullable Long rows,
        @Nullable Instant archivedAt) {}
