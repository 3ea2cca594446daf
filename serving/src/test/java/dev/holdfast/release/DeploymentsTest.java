package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.LineageNode;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.SourceRegistration;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DeploymentsTest extends ReleaseTestCase {
    @Autowired
    private ReleaseLineage lineage;

    @Test
    void aReleaseServesAndTheHistoryTellsOfIt() throws IOException {
        ModelVersion version = testModels.regression(name, 1);

        ReleaseChange change = release(1, "first");

        assertThat(change.from()).isNull();
        assertThat(change.to())
                .isEqualTo(new Release(
                        name, 1, name, 1, version.digest(), change.entry().at(), "anna"));
        assertThat(change.warm()).isFalse();
        assertThat(change.loadMs()).isPositive();
        assertThat(answer()).isEqualTo(1);
        assertThat(deployments.current(name)).contains(change.to());
        assertThat(deployments.release(name, 1)).isEqualTo(change.to());
        assertThat(historyEntries()).containsExactly(change.entry());
        assertThat(change.entry().reason()).isEqualTo("first");
        assertThat(lineage.downstreamOf(name, 1))
                .extracting(LineageNode::id)
                .containsExactly("deployment/" + name + "/releases/1");

        ReleaseChange again = release(1, "the same");
        assertThat(again.to()).isEqualTo(change.to());
        assertThat(historyEntries()).hasSize(1);
    }

    @Test
    void whatIsReleasedCanBeNeitherDeletedNorRenamed() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        testModels.regression(name, 3);
        release(1, null);
        release(2, null);

        for (int used : List.of(1, 2)) {
            assertThatThrownBy(() -> models.delete(name, used, ANNA))
                    .hasMessageContaining("deployments use it (" + name + " release " + used + ")");
        }
        assertThatThrownBy(() -> models.delete(name, null, ANNA)).hasMessageContaining("deployments use it");
        assertThatThrownBy(() -> models.rename(name, name + "-other", null, ANNA))
                .hasMessageContaining("deployments use it");
        models.delete(name, 3, ANNA);
        assertThat(deployments.rollback(name, 1, "all there", ANNA).to().modelVersion())
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeServedSaysWhatToDo() {
        models.create(name, null, ANNA);
        models.register(new SourceRegistration(name, "s3://bucket/model", null, null, null, null, Map.of()), ANNA);
        assertThatThrownBy(() -> release(1, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID))
                .hasMessageContaining("can't be deployed: its files are not kept here but at s3://bucket/model")
                .hasMessageContaining("mlflow.onnx");
        assertThat(deployments.current(name)).isEmpty();
    }

    @Test
    void aModelThatDoesNotRunIsNotRegistered() {
        assertProblem(
                ProblemType.INVALID,
                "fails on an input of its own signature",
                () -> testModels.register(name, TinyOnnx.greedy(1L << 45), Map.of()));
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        assertProblem(ProblemType.CONFLICT, "has no release", () -> deployments.rollback(name, null, "why", ANNA));
        testModels.regression(name, 1);
        release(1, null);
        assertProblem(ProblemType.INVALID, "say why", () -> deployments.rollback(name, null, " ", ANNA));
        assertProblem(ProblemType.CONFLICT, "serves already", () -> deployments.rollback(name, 1, "why", ANNA));
        assertProblem(ProblemType.INVALID, "to_release", () -> deployments.rollback(name, 7, "why", ANNA));
        assertProblem(ProblemType.INVALID, "/versions lists them", () -> release(9, null));
        assertProblem(ProblemType.NOT_FOUND, "PUT /api/v1/deployments/nobody", () -> deployments.deployment("nobody"));
        assertProblem(
                ProblemType.INVALID,
                "must be 1 to 120",
                () -> deployments.put("../x", DeploymentSpec.defaults(), ANNA));
        assertProblem(
                ProblemType.PRECONDITION_FAILED,
                "revision",
                () -> deployments.put(name, DeploymentSpec.defaults(), 99L, ANNA));
        assertThatThrownBy(() -> database.sql("DELETE FROM release.history").update())
                .hasMessageContaining("only ever added to");
    }

    @Test
    void settingsAreReplacedAndTheSameAgainChangesNothing() {
        MonitoringSettings settings = MonitoringSettings.of(true, 500, 0L, null, 700, 0.5, null, List.of("id"), null);
        Deployment changed = deployments.put(name, new DeploymentSpec("fraud", settings), ANNA);
        assertThat(changed.revision()).isEqualTo(2);
        assertThat(deployments.put(name, new DeploymentSpec("fraud", settings), ANNA))
                .isEqualTo(changed);
        assertThat(deployments.deployment(name)).isEqualTo(changed);
        assertThat(deployments.monitoringOf(name)).isEqualTo(settings);
    }

    @Test
    void aModelThatFailsToLoadLeavesTheOldReleaseServing() throws IOException {
        testModels.regression(name, 1);
        // Bytes of its own: others with the same content would be broken with it.
        ModelVersion second = testModels.regression(name, 222);
        release(1, null);
        flipOneByte(second);

        assertThatThrownBy(() -> release(2, null)).isInstanceOf(RuntimeException.class);

        assertThat(answer()).isEqualTo(1);
        assertThat(historyEntries()).hasSize(1);
        assertThat(deployments.releases(name, PageRequest.first()).items()).hasSize(1);
    }

    @Test
    void releasesAtOnceComeOneAfterTheOther() throws Exception {
        for (int version = 1; version <= 6; version++) {
            testModels.regression(name, version);
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<ReleaseChange>> changes = IntStream.rangeClosed(1, 6)
                    .mapToObj(version -> threads.submit(() -> release(version, null)))
                    .toList();
            for (Future<ReleaseChange> change : changes) {
                change.get();
            }
        }
        List<HistoryEntry> entries = historyEntries().reversed();
        assertThat(entries).extracting(HistoryEntry::release).containsExactly(1, 2, 3, 4, 5, 6);
        for (int i = 1; i < entries.size(); i++) {
            assertThat(entries.get(i).previousRelease())
                    .isEqualTo(entries.get(i - 1).release());
        }
        assertThat(answer()).isEqualTo(entries.getLast().modelVersion());
    }
}
