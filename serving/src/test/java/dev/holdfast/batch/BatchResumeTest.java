package dev.holdfast.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.background.Cancellation;
import dev.holdfast.background.StaleLeaseException;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchResumeTest extends BatchTestCase {
    private static final int ROWS = 10_000;
    private static final int CHUNK = 3_000;

    @BeforeEach
    void deploy() throws IOException {
        deploy(
                TinyOnnx.classifier(TestModels.COLUMNS, List.of("no", "yes"), 0),
                Map.of("classes", List.of("no", "yes")));
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("id,a,b\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append("row ")
                    .append(i)
                    .append(',')
                    .append(random.nextGaussian())
                    .append(',')
                    .append(random.nextInt(100))
                    .append('\n');
        }
        upload(csv.toString());
    }

    @Test
    void aJobThatWasInterruptedGoesOnAtTheFirstMissingChunkAndMakesTheSameBytes() {
        start(into(name + "-at-once", CHUNK));
        DatasetVersion atOnce = output(work());

        start(into(name + "-in-parts", CHUNK));
        workOnChunks(claim(), 2);
        BatchJob waiting = jobs.jobs(
                        new BatchJobFilter(name, BatchJobState.PENDING, null, null),
                        dev.holdfast.kernel.PageRequest.first())
                .items()
                .getFirst();
        assertThat(waiting.rowsDone()).isEqualTo(2 * CHUNK);
        List<Digest> before = chunks.files(waiting.id());
        Set<Digest> needed = new HashSet<>();
        chunks.forEachReferenced(needed::add);
        assertThat(needed).containsAll(before).hasSize(2);

        BatchJob ended = work();
        assertThat(ended.attempt()).isEqualTo(2);
        DatasetVersion inParts = output(ended);
        assertThat(inParts.rows()).isEqualTo(ROWS);
        assertThat(inParts.digest()).isEqualTo(atOnce.digest());
        assertThat(chunks.files(ended.id())).isEmpty();
    }

    @Test
    void aWorkerWhoseLeaseRanOutIsRefusedAndTheNextOneEndsTheJob() {
        BatchJob job = start(request(CHUNK, null));
        Claim lost = claim();
        workOnChunksOf(lost, job);
        expire(job);
        Claim next = claim();
        assertThat(next.fence()).isGreaterThan(lost.fence());
        assertThat(next.failures()).isEqualTo(1);

        worker.run(lost, new Cancellation());
        assertThat(store.job(job.id()).state()).isEqualTo(BatchJobState.RUNNING);
        assertThatThrownBy(() -> queue.fail(lost, new BatchJobError("internal", "too late", List.of())))
                .isInstanceOf(StaleLeaseException.class);
        assertThatThrownBy(() -> queue.giveBack(lost, 0, Duration.ZERO)).isInstanceOf(StaleLeaseException.class);
        assertThat(queue.heartbeat(List.of(lost.fence(), next.fence()))).containsExactly(next.fence());
        assertThat(store.job(job.id()).rowsDone()).isEqualTo(CHUNK);

        worker.run(next, new Cancellation());
        BatchJob ended = store.job(job.id());
        assertThat(ended.state()).isEqualTo(BatchJobState.SUCCEEDED);
        assertThat(datasets.dataset(ended.outputDataset()).latestVersion()).isEqualTo(1);
        assertThat(output(ended).rows()).isEqualTo(ROWS);
    }

    /** One chunk, and then the server dies: the job stays claimed. */
    private void workOnChunksOf(Claim claim, BatchJob job) {
        workOnChunks(claim, 1);
        database.sql("UPDATE batch.job SET state = 'running' WHERE id = :id")
                .param("id", job.id())
                .update();
    }

    private void expire(BatchJob job) {
        database.sql("UPDATE batch.job SET lease_until = now() - interval '1 second' WHERE id = :id")
                .param("id", job.id())
                .update();
    }

    @Test
    void aJobUnderWhichTheServerDiesAgainAndAgainFailsAndSaysSo() {
        BatchJob job = start(request());
        for (int death = 0; death < properties.maxFailures(); death++) {
            claim();
            expire(job);
        }
        BatchJob failed = work();
        assertThat(failed.state()).isEqualTo(BatchJobState.FAILED);
        assertThat(failed.error()).extracting(BatchJobError::message).asString().contains("died", "3 times in a row");
    }

    @Test
    void aCancelledJobStopsAndARetryGoesOnWhereItWas() {
        BatchJob job = start(request(CHUNK, null));
        workOnChunks(claim(), 1);
        Claim claim = claim();
        assertThat(jobs.cancel(job.id(), "not needed", ANNA).state()).isEqualTo(BatchJobState.CANCELLED);
        worker.run(claim, new Cancellation());
        assertThat(store.job(job.id()).state()).isEqualTo(BatchJobState.CANCELLED);
        assertThat(queue.claim(1)).isEmpty();
        assertThatThrownBy(() -> jobs.cancel(job.id(), null, ANNA))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is cancelled and can't be cancelled");

        assertThat(jobs.retry(job.id(), "needed after all", ANNA).rowsDone()).isEqualTo(CHUNK);
        assertThat(output(work()).rows()).isEqualTo(ROWS);
        assertThatThrownBy(() -> jobs.retry(job.id(), null, ANNA)).hasMessageContaining("is succeeded and can't");
    }

    @Test
    void chunksOfAJobThatEndedLongAgoAreForgotten() {
        BatchJob job = start(request(CHUNK, null));
        workOnChunks(claim(), 1);
        jobs.cancel(job.id(), null, ANNA);
        chunks.forget(Duration.ofDays(1));
        assertThat(chunks.files(job.id())).hasSize(1);
        database.sql("UPDATE batch.job SET ended_at = now() - interval '2 days' WHERE id = :id")
                .param("id", job.id())
                .update();
        chunks.forget(Duration.ofDays(1));
        assertThat(chunks.files(job.id())).isEmpty();
        jobs.retry(job.id(), null, ANNA);
        assertThat(output(work()).rows()).isEqualTo(ROWS);
    }

    /** Whoever asks for a release keeps the one that he got, and another release in between changes nothing. */
    @Test
    void theReleaseIsTheOneOfTheBeginning() throws IOException {
        BatchJob job = start(request(CHUNK, null));
        workOnChunks(claim(), 1);
        deploy(TinyOnnx.regression(TestModels.COLUMNS, 1, 0), Map.of());
        BatchJob ended = work();
        assertThat(ended.release()).isEqualTo(job.release()).isEqualTo(1);
        assertThat(deployments.current(name))
                .hasValueSatisfying(now -> assertThat(now.number()).isEqualTo(2));
        assertThat(texts(table(output(ended), "predicted_label"), "predicted_label"))
                .hasSize(ROWS);
    }
}
