package dev.holdfast.batch;

import dev.holdfast.kernel.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dataset version that is predicted by a release.
 *
 * @param release of the deployment, pinned when the job was made
 * @param version of the dataset, pinned when the job was made
 * @param columns of the dataset that the output has too, in its order, before the predictions
 * @param inputs the dataset's columns that fill the matrix of a model that does not name its columns; empty for other models
 * @param prefix what the names of prediction columns begin with
 * @param outputVersion of the output dataset; absent until the job has succeeded
 * @param chunkRows rows that are predicted and stored at once
 * @param attempt how often a server has begun or gone on with it
 * @param rowsDone of the dataset version, whose chunks are stored
 * @param rowsFailed of them that could not be predicted
 * @param rowErrors why, for the first of these; rows count from 0
 * @param rowsPerSecond of the last attempt; absent before its first chunk
 * @param etaMs milliseconds that are left at this rate; absent unless it runs
 * @param error why it failed; absent unless it has
 */
public record BatchJob(
        UUID id,
        BatchJobState state,
        String deployment,
        int release,
        String model,
        int modelVersion,
        String dataset,
        int version,
        List<String> columns,
        List<String> inputs,
        String prefix,
        String outputDataset,
        @Nullable Integer outputVersion,
        int chunkRows,
        OnRowError onError,
        @Nullable String note,
        int attempt,
        long rowsTotal,
        long rowsDone,
        long rowsFailed,
        List<FieldError> rowErrors,
        @Nullable Double rowsPerSecond,
        @Nullable Long etaMs,
        @Nullable BatchJobError error,
        Instant createdAt,
        String createdBy,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {
    public BatchJob {
        columns = List.copyOf(columns);
        inputs = List.copyOf(inputs);
        rowErrors = List.copyOf(rowErrors);
    }
}
