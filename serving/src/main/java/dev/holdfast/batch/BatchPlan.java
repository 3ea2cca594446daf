package dev.holdfast.batch;

import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.release.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request with everything found and pinned.
 *
 * @param widths elements in a row of each of the model's outputs; absent where only a run tells
 */
record BatchPlan(
        Release release,
        DatasetVersion source,
        List<String> columns,
        List<String> inputs,
        String prefix,
        String outputDataset,
        int chunkRows,
        OnRowError onError,
        @Nullable List<Integer> widths,
        @Nullable String note) {}
