package dev.holdfast.batch;

import dev.holdfast.background.Cancellation;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.OpenRelease;
import dev.holdfast.runtime.Tensor;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Predicts a chunk of a dataset version and stores it. What is in memory does not depend on the number of chunks. */
final class ChunkPredictor {
    private final BatchJob job;
    private final OpenRelease release;
    private final BatchTables tables;
    private final List<InputColumn> inputs;
    private final int maxColumns;
    private final BlobStore blobs;
    private final Path scratch;
    private final Cancellation cancellation;
    private @Nullable List<Integer> widths;

    /**
     * @param inputs the dataset's columns that the model takes, in its order
     * @param widths elements in a row of each of the model's outputs; absent while they are not known
     * @param maxColumns that a dataset may have
     */
    ChunkPredictor(
            BatchJob job,
            OpenRelease release,
            BatchTables tables,
            List<InputColumn> inputs,
            @Nullable List<Integer> widths,
            int maxColumns,
            BlobStore blobs,
            Path scratch,
            Cancellation cancellation) {
        this.job = job;
        this.release = release;
        this.tables = tables;
        this.inputs = inputs;
        this.widths = widths;
        this.maxColumns = maxColumns;
        this.blobs = blobs;
        this.scratch = scratch;
        this.cancellation = cancellation;
    }

    /** Predicts the rows from number {@code first} on. */
    FinishedChunk predict(long first) throws SQLException, IOException {
        long past = Math.min(job.rowsTotal(), first + job.chunkRows());
        Set<String> needed = new LinkedHashSet<>(job.columns());
        inputs.forEach(input -> needed.add(input.column().name()));
        tables.load(needed, first, past);
        Map<String, String> types = tables.types();
        List<InputColumn.Form> forms = inputs.stream()
                .map(input -> input.form(types.getOrDefault(input.column().name(), "")))
                .toList();
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            expressions.add(inputs.get(i).select(forms.get(i)));
        }
        RowErrors errors = new RowErrors(job.onError());
        VectorPredictor predictor = new VectorPredictor(release, inputs, forms, job.inputs(), errors, cancellation);
        Written written = new Written(first);
        try {
            tables.read(expressions, vector -> {
                List<VectorPredictor.Predicted> predicted = predictor.predict(vector, written.next);
                written.add(Math.toIntExact(vector.rowCount()), predicted);
            });
        } finally {
            written.close();
        }
        if (written.next != past) {
            throw new IOException("The file of " + job.dataset() + " version " + job.version() + " has no row "
                    + written.next + " although " + job.rowsTotal() + " rows were registered");
        }
        return finished(first, past, written, errors);
    }

    private FinishedChunk finished(long first, long past, Written written, RowErrors errors)
            throws SQLException, IOException {
        int number = Math.toIntExact(first / job.chunkRows());
        long kept = written.kept();
        Blob blob = null;
        if (kept > 0) {
            Path file = scratch.resolve("chunk-" + number + ".parquet");
            try {
                tables.write(columns(), file);
                blob = blobs.write(file);
            } finally {
                Files.deleteIfExists(file);
            }
        }
        return new FinishedChunk(
                number, blob == null ? null : blob.digest(), past - first, kept, errors.rows(), errors.first(), widths);
    }

    OutputColumns columns() {
        if (widths == null) {
            throw ProblemException.invalid(
                    "dataset",
                    job.dataset(),
                    "has no row among its first that can be predicted, and only a prediction tells how many values the"
                            + " model's outputs have; see row_errors.");
        }
        return OutputColumns.of(release.version(), widths, job.prefix(), job.columns(), maxColumns);
    }

    /** What is written of the chunk so far; begun with the first vector that tells how wide the outputs are. */
    private final class Written {
        private final long first;
        private @Nullable PredictionWriter writer;
        private int waiting;
        long next;

        Written(long first) {
            this.first = first;
            this.next = first;
        }

        void add(int rows, List<VectorPredictor.Predicted> predicted) throws SQLException {
            if (widths == null && !predicted.isEmpty()) {
                widths = predicted.getFirst().outputs().values().stream()
                        .map(Tensor::rowElements)
                        .toList();
            }
            if (widths == null) {
                waiting += rows;
            } else {
                begun().write(rows, predicted);
            }
            next += rows;
        }

        private PredictionWriter begun() throws SQLException {
            PredictionWriter begun = writer;
            if (begun == null) {
                begun = new PredictionWriter(tables.writing(), columns().predicted(), job.onError());
                writer = begun;
                begun.write(waiting, List.of());
            }
            return begun;
        }

        long kept() {
            if (writer != null) {
                return writer.kept();
            }
            if (job.onError() == OnRowError.SKIP || next == first) {
                return 0;
            }
            columns();
            throw new IllegalStateException("Rows were not written although their columns are known");
        }

        void close() throws SQLException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
