package dev.holdfast.batch;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the output that is stored.
 *
 * @param digest of its Parquet file; absent where no row was kept
 * @param rows of the dataset that it is about
 * @param rowsKept of them in the file
 * @param rowsFailed of them that could not be predicted
 * @param errors why, for the first of these
 * @param widths elements in a row of each of the model's outputs; absent while they are not known
 */
record FinishedChunk(
        int number,
        @Nullable Digest digest,
        long rows,
        long rowsKept,
        long rowsFailed,
        List<FieldError> errors,
        @Nullable List<Integer> widths) {}
