package dev.holdfast.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.background.Cancellation;
import dev.holdfast.dataset.ColumnarTable;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DatasetUpload;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.dataset.DuckDb;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Role;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A deployment and a dataset of its own for each test; jobs run when the test says so. */
@HoldfastTest(properties = "holdfast.batch.enabled=false")
abstract class BatchTestCase {
    static final Actor ANNA = new Actor("anna", Role.CONTRIBUTOR);
    private static final AtomicInteger made = new AtomicInteger();

    @TempDir
    Path folder;

    @Autowired
    BatchJobs jobs;

    @Autowired
    BatchJobStore store;

    @Autowired
    BatchJobQueue queue;

    @Autowired
    BatchChunks chunks;

    @Autowired
    BatchWorker worker;

    @Autowired
    BatchProperties properties;

    @Autowired
    Datasets datasets;

    @Autowired
    DuckDb duckDb;

    @Autowired
    BlobStore blobs;

    @Autowired
    Deployments deployments;

    @Autowired
    Models models;

    @Autowired
    JdbcClient database;

    @Autowired
    ObjectProvider<MeterRegistry> registry;

    String name;

    @BeforeEach
    void newName() {
        name = "batch-" + made.incrementAndGet();
        // What an earlier test left is not claimed by this one.
        database.sql("UPDATE batch.job SET state = 'cancelled' WHERE state IN ('pending', 'running')")
                .update();
    }

    final void deploy(byte[] onnx, Map<String, Object> facts) throws IOException {
        deployments.put(name, DeploymentSpec.defaults(), Actor.SYSTEM);
        int version = new TestModels(models, folder).register(name, onnx, facts).version();
        deployments.release(name, new ReleaseRequest(name, version, null), Actor.SYSTEM);
    }

    final DatasetVersion upload(String csv) {
        return datasets.register(
                        name,
                        new DatasetUpload(
                                DatasetFormat.CSV,
                                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                                null,
                                null),
                        ANNA)
                .version();
    }

    final BatchJobRequest request() {
        return request(null, null);
    }

    final BatchJobRequest request(@Nullable Integer chunkRows, @Nullable OnRowError onError) {
        return new BatchJobRequest(name, null, name, null, null, null, null, chunkRows, onError, null, null);
    }

    final BatchJobRequest into(String output, int chunkRows) {
        return new BatchJobRequest(name, null, name, null, null, null, output, chunkRows, null, null, null);
    }

    final BatchJob start(BatchJobRequest request) {
        return jobs.start(request, null, ANNA);
    }

    final Claim claim() {
        List<Claim> claims = queue.claim(1);
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    /** Claims the one job that waits, and works on it to its end. */
    final BatchJob work() {
        Claim claim = claim();
        worker.run(claim, new Cancellation());
        return store.job(claim.job());
    }

    /** Works on the job until this many chunks are finished; the server stops then. */
    final void workOnChunks(Claim claim, int number) {
        Cancellation cancellation = new Cancellation();
        AtomicInteger finished = new AtomicInteger();
        BatchMetrics counting = new BatchMetrics(registry) {
            @Override
            void finished(BatchJob job, FinishedChunk chunk, long nanos) {
                if (finished.incrementAndGet() == number) {
                    cancellation.cancel();
                }
            }
        };
        BatchAttempt attempt = new BatchAttempt(store, queue, chunks, datasets, duckDb, deployments, blobs, counting);
        new BatchWorker(attempt, queue, counting, properties).run(claim, cancellation);
    }

    final DatasetVersion output(BatchJob job) {
        Integer version = job.outputVersion();
        assertThat(version).as("%s", job.error()).isNotNull();
        return datasets.version(job.outputDataset(), Objects.requireNonNull(version));
    }

    /** The output's columns in memory. */
    final ColumnarTable table(DatasetVersion version, String... columns) {
        try (LocalFile file = datasets.open(version)) {
            return datasets.read(file.path(), version.format(), List.of(columns));
        }
    }

    static double[] numbers(ColumnarTable table, String column) {
        return ((ColumnarTable.Numeric) table.column(column)).values();
    }

    static @Nullable String[] texts(ColumnarTable table, String column) {
        return ((ColumnarTable.Text) table.column(column)).values();
    }
}
