package dev.holdfast.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be predicted.
 *
 * @param release of the deployment; absent: the champion now
 * @param version of the dataset: a number or {@code latest}, which is the default
 * @param columns of the dataset that the output has too; absent: all
 * @param inputs the dataset's columns that fill the matrix of a model that does not name its columns, in its order; absent for other models
 * @param outputDataset the dataset that the output becomes a version of; absent: {@code <dataset>-<deployment>-predictions}
 * @param chunkRows rows that are predicted and stored at once, 1 to 1,000,000; absent: 50,000
 * @param onError absent: the job fails at the first row that can't be predicted
 * @param prefix what the names of prediction columns begin with; absent: {@code predicted_}
 * @param note why, for people
 */
public record BatchJobRequest(
        String deployment,
        @Nullable Integer release,
        String dataset,
        @Nullable String version,
        @Nullable List<String> columns,
        @Nullable List<String> inputs,
        @Nullable String outputDataset,
        @Nullable Integer chunkRows,
        @Nullable OnRowError onError,
        @Nullable String prefix,
        @Nullable String note) {}
