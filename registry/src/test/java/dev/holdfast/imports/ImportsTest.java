package dev.holdfast.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelStage;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.tracking.LoggedModel;
import dev.holdfast.tracking.LoggedModelStatus;
import dev.holdfast.tracking.LoggedModels;
import dev.holdfast.tracking.Metric;
import dev.holdfast.tracking.Run;
import dev.holdfast.tracking.RunStatus;
import dev.holdfast.tracking.Runs;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HoldfastTest
class ImportsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @Autowired
    private Imports imports;

    @Autowired
    private ImportWorker worker;

    @Autowired
    private ImportRows rows;

    @Autowired
    private Runs runs;

    @Autowired
    private LoggedModels loggedModels;

    @Autowired
    private Models models;

    @Autowired
    private Artifacts artifacts;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void everythingComesAlongOnceHoweverOftenItIsAskedFor() throws Exception {
        try (OtherServer other = new OtherServer()) {
            other.failures.put("/api/2.0/mlflow/runs/get", new AtomicInteger(1));
            other.breaks.put("/api/2.0/mlflow/metrics/get-history", new AtomicInteger(1));
            ImportJob first = run(request(other.uri(), ImportRequest.Credentials.NONE, null));
            ImportJob second = run(request(other.uri(), ImportRequest.Credentials.NONE, null));

            assertThat(first.state()).as(first.error()).isEqualTo(ImportState.SUCCEEDED);
            assertThat(first.progress()).isEqualTo(new ImportProgress(1, 1, 3, 1, 1, 2, 2, 16));
            assertThat(second.state()).isEqualTo(ImportState.SUCCEEDED);
        }

        Run run = runs.get(OtherServer.RUN);
        assertThat(run.experiment()).isEqualTo("moved 'in'");
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.startTime()).isEqualTo(Instant.ofEpochMilli(1_000));
        assertThat(run.endTime()).isEqualTo(Instant.ofEpochMilli(5_000));
        assertThat(run.params()).containsEntry("eta", "0.3");
        assertThat(run.tags()).containsEntry("note", "😀 \"%'");
        assertThat(runs.history(OtherServer.RUN, "auc", new PageRequest(100, null))
                        .items())
                .containsExactlyInAnyOrder(
                        new Metric("auc", Double.NaN, Instant.ofEpochMilli(1), 0),
                        new Metric("auc", 0.5, Instant.ofEpochMilli(1), 1),
                        new Metric("auc", 0.9, Instant.ofEpochMilli(3), 2));
        assertThat(points()).isLessThanOrEqualTo(4);
        ArtifactPath root =
                ArtifactPath.ofUri(runs.artifactUri(OtherServer.RUN)).orElseThrow();
        try (InputStream file =
                artifacts.open(artifacts.find(root.resolve("model/a b%.txt")).orElseThrow())) {
            assertThat(new String(file.readAllBytes(), UTF_8)).isEqualTo("hello");
        }

        assertThat(models.model("moved").aliases()).containsOnly(java.util.Map.entry("champion", 3));
        assertThat(models.model("moved").tags()).containsEntry("tier", "1");
        LoggedModel logged = loggedModels.get(OtherServer.MODEL);
        assertThat(logged.createdAtMs()).isEqualTo(2_000);
        assertThat(logged.status()).isEqualTo(LoggedModelStatus.READY);
        assertThat(logged.params()).containsEntry("c", "1");
        assertThat(logged.tags()).containsEntry("kind", "linear");
        assertThat(logged.metrics())
                .containsExactly(new LoggedModel.Figure("auc", 0.9, 3, 2, OtherServer.RUN, null, null));
        ModelVersion third = models.version("moved", 3);
        assertThat(third.runId()).isEqualTo(OtherServer.RUN);
        assertThat(third.stage()).isEqualTo(ModelStage.STAGING);
        assertThat(third.createdAt()).isEqualTo(Instant.ofEpochMilli(4_000));
        assertThat(third.tags()).containsEntry("checked", "yes");
        assertThat(third.manifest().files()).extracting(ManifestFile::path).containsExactly("MLmodel");
        assertThat(models.version("moved", 1).manifest().files())
                .extracting(ManifestFile::path)
                .containsExactly("a b%.txt");
        assertThat(models.versions("moved", PageRequest.first()).items()).hasSize(2);
    }

    @Test
    void whatIsLeftOutIsNamedWithTheReason() {
        try (OtherServer other = new OtherServer()) {
            ImportJob job = run(request(other.uri(), ImportRequest.Credentials.NONE, List.of("moved 'in'", "nowhere")));

            assertThat(job.state()).isEqualTo(ImportState.SUCCEEDED);
            assertThat(imports.leftOut(job.id(), PageRequest.first()).items())
                    .extracting(LeftOut::kind, LeftOut::subject)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("experiment", "nowhere"),
                            org.assertj.core.groups.Tuple.tuple("artifact", "run " + OtherServer.RUN + ": gone.txt"),
                            org.assertj.core.groups.Tuple.tuple("artifact", "run " + OtherServer.RUN + ": ../evil"));
            assertThat(job.leftOut()).isEqualTo(3);
        }
    }

    @Test
    void whatAServerLeftWhenItDiedIsTakenUpAndPassesOverWhatIsDone() {
        try (OtherServer other = new OtherServer()) {
            ImportJob job = imports.start(
                    request(other.uri(), ImportRequest.Credentials.NONE, List.of("moved 'in'")), null, Actor.SYSTEM);
            UUID dead = UUID.randomUUID();
            assertThat(rows.claim(dead, Duration.ofMinutes(1))).isPresent();
            worker.poll();
            assertThat(imports.get(job.id()).state()).isEqualTo(ImportState.RUNNING);
            rows.done(job.id(), "run", OtherServer.RUN, java.util.Map.of(ImportProgress.Count.RUNS, 1L));
            rows.renew(job.id(), dead, Duration.ofSeconds(-1));

            worker.poll();

            assertThat(imports.await(job.id(), LONG).state()).isEqualTo(ImportState.SUCCEEDED);
            assertThat(imports.get(job.id()).progress().runs()).isEqualTo(1);
            assertThat(other.asked).doesNotContain("/api/2.0/mlflow/runs/get");
            assertThat(rows.end(job.id(), dead, ImportState.FAILED, "late")).isFalse();
        }
    }

    @Test
    void credentialsAreSentAndForgotten() {
        try (OtherServer other = new OtherServer()) {
            other.expectedAuthorization =
                    "Basic " + Base64.getEncoder().encodeToString("ada:s3cret word".getBytes(UTF_8));
            ImportRequest.Credentials right = new ImportRequest.Credentials("ada", "s3cret word", null);
            ImportRequest request = request(other.uri(), right, List.of());

            assertThat(request.toString()).doesNotContain("s3cret");
            assertThat(run(request).state()).isEqualTo(ImportState.SUCCEEDED);
            ImportJob refused = run(request(other.uri(), new ImportRequest.Credentials(null, null, "wrong"), null));
            assertThat(refused.state()).isEqualTo(ImportState.FAILED);
            assertThat(refused.error()).contains("401");
            assertThat(jdbc.sql(
                                    "SELECT count(*) FROM imports.job WHERE ended_at IS NOT NULL AND credentials IS NOT NULL")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void aCancelledImportStops() {
        try (OtherServer other = new OtherServer()) {
            ImportJob job =
                    imports.start(request(other.uri(), ImportRequest.Credentials.NONE, null), null, Actor.SYSTEM);

            assertThat(imports.cancel(job.id(), Actor.SYSTEM).state()).isEqualTo(ImportState.CANCELLED);

            worker.poll();
            assertThat(other.asked).isEmpty();
            assertThatThrownBy(() -> imports.cancel(job.id(), Actor.SYSTEM)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void addressesThatAreNoneAreRefused() {
        for (String bad :
                List.of("file:///etc", "ftp://host", "http:///x", "http://ada:secret@host", "http://host?x=1", "/x")) {
            assertThatThrownBy(() -> imports.start(
                            request(URI.create(bad), ImportRequest.Credentials.NONE, null), null, Actor.SYSTEM))
                    .as(bad)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    private ImportJob run(ImportRequest request) {
        ImportJob job = imports.start(request, null, Actor.SYSTEM);
        worker.poll();
        return imports.await(job.id(), LONG);
    }

    private static ImportRequest request(
            URI uri, ImportRequest.Credentials credentials, @Nullable List<String> experiments) {
        return new ImportRequest(
                uri,
                credentials,
                experiments == null ? List.of("moved 'in'") : experiments,
                experiments == null ? null : List.of(),
                true);
    }

    /** As they are stored: a point that was logged twice would count twice. */
    private long points() {
        return jdbc.sql("""
                        SELECT coalesce(sum(coalesce(array_length(m.steps, 1), 0)), 0) FROM tracking.metric m
                        JOIN tracking.run r ON r.id = m.run WHERE r.run_id = :run
                        """)
                .param("run", UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"))
                .query(Long.class)
                .single();
    }
}
