package dev.holdfast.batch;

import dev.holdfast.background.Cancellation;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.dataset.DuckDb;
import dev.holdfast.dataset.PreparedVersion;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.OpenRelease;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Works on a job from its first missing chunk to its output. */
@Component
class BatchAttempt {
    private final BatchJobStore store;
    private final BatchJobQueue queue;
    private final BatchChunks chunks;
    private final Datasets datasets;
    private final DuckDb duckDb;
    private final Deployments deployments;
    private final BlobStore blobs;
    private final BatchMetrics metrics;

    BatchAttempt(
            BatchJobStore store,
            BatchJobQueue queue,
            BatchChunks chunks,
            Datasets datasets,
            DuckDb duckDb,
            Deployments deployments,
            BlobStore blobs,
            BatchMetrics metrics) {
        this.store = store;
        this.queue = queue;
        this.chunks = chunks;
        this.datasets = datasets;
        this.duckDb = duckDb;
        this.deployments = deployments;
        this.blobs = blobs;
        this.metrics = metrics;
    }

    /** Ends the job with its output, or throws. */
    void run(Claim claim, Cancellation cancellation) throws IOException, SQLException {
        BatchJob job = store.job(claim.job());
        DatasetVersion source = datasets.version(job.dataset(), job.version());
        Path scratch = Files.createDirectories(blobs.newScratchFile(".batch"));
        try (OpenRelease release = deployments.open(job.deployment(), job.release());
                LocalFile file = datasets.open(source);
                BatchTables tables = BatchTables.open(duckDb, file.path(), source.format(), scratch, cancellation)) {
            ChunkPredictor predictor = new ChunkPredictor(
                    job,
                    release,
                    tables,
                    inputs(job, source, release),
                    store.widths(job.id()).orElse(null),
                    datasets.maxColumns(),
                    blobs,
                    scratch,
                    cancellation);
            for (long first = job.rowsDone(); first < job.rowsTotal(); first += job.chunkRows()) {
                cancellation.check();
                long start = System.nanoTime();
                FinishedChunk chunk = predictor.predict(first);
                queue.finish(claim, chunk);
                metrics.finished(job, chunk, System.nanoTime() - start);
            }
            cancellation.check();
            queue.succeed(claim, output(job, predictor, tables, scratch, cancellation));
        } finally {
            FileSystemUtils.deleteRecursively(scratch);
        }
    }

    private List<InputColumn> inputs(BatchJob job, DatasetVersion source, OpenRelease release) {
        InputColumns.Profiles profiles = InputColumns.Profiles.of(datasets.profile(source.name(), source.version()));
        return InputColumns.of(job.deployment(), release.version(), source, profiles, job.inputs());
    }

    private PreparedVersion output(
            BatchJob job, ChunkPredictor predictor, BatchTables tables, Path scratch, Cancellation cancellation)
            throws IOException, SQLException {
        List<Digest> digests = chunks.files(job.id());
        if (digests.isEmpty()) {
            throw ProblemException.invalid(
                    "on_error",
                    job.onError().wireName(),
                    "left no row: none of the " + job.rowsTotal() + " rows could be predicted; see row_errors.");
        }
        Path joined = scratch.resolve("output.parquet");
        List<LocalFile> parts = new ArrayList<>();
        try {
            for (Digest digest : digests) {
                parts.add(blobs.local(digest));
            }
            tables.join(
                    parts.stream().map(LocalFile::path).toList(),
                    joined,
                    predictor.columns().rowsInGroup());
        } finally {
            parts.forEach(LocalFile::close);
        }
        cancellation.check();
        return datasets.prepare(joined, DatasetFormat.PARQUET);
    }
}
