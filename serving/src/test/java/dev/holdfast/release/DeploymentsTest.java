package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import dev.holdfast.model.LineageNode;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.model.SourceRegistration;
import dev.holdfast.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@HoldfastTest
class DeploymentsTest {
    private static final Actor ANNA = new Actor("anna", Role.APPROVER);
    private static final AtomicInteger made = new AtomicInteger();

    @TempDir
    private Path folder;

    @Value("${holdfast.home}")
    private Path home;

    @Autowired
    private Deployments deployments;

    @Autowired
    private DeploymentRecords records;

    @Autowired
    private History history;

    @Autowired
    private ReleaseLoader loader;

    @Autowired
    private ReleaseLineage lineage;

    @Autowired
    private Models models;

    @Autowired
    private JdbcClient database;

    private TestModels testModels;
    private String name;

    @BeforeEach
    void newDeployment() {
        testModels = new TestModels(models, folder);
        name = "deployment-" + made.incrementAndGet();
        deployments.put(name, DeploymentSpec.defaults(), ANNA);
    }

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
    void rollbackGoesBackAlongTheWayTheReleasesCame() throws IOException {
        for (int version = 1; version <= 4; version++) {
            testModels.regression(name, version);
        }
        release(1, null);
        release(2, null);
        release(3, null);

        ReleaseChange first = deployments.rollback(name, null, "three is bad", ANNA);
        assertThat(first.to().number()).isEqualTo(2);
        assertThat(first.warm()).isTrue();
        assertThat(answer()).isEqualTo(2);

        release(4, null);
        assertThat(deployments.rollback(name, null, "four is bad", ANNA).to().number())
                .as("not to three, which was taken back before four came")
                .isEqualTo(2);
        assertThat(deployments.rollback(name, null, "two as well", ANNA).to().number())
                .isEqualTo(1);
        assertThat(answer()).isEqualTo(1);
        assertProblem(ProblemType.CONFLICT, "is the first", () -> deployments.rollback(name, null, "on", ANNA));

        ReleaseChange named = deployments.rollback(name, 3, "three was right after all", ANNA);
        assertThat(named.to().modelVersion()).isEqualTo(3);
        assertThat(answer()).isEqualTo(3);
        assertThat(historyEntries())
                .extracting(HistoryEntry::action, HistoryEntry::release, HistoryEntry::previousRelease)
                .startsWith(tuple(ReleaseAction.ROLLED_BACK, 3, 1), tuple(ReleaseAction.ROLLED_BACK, 1, 2));
        assertThat(historyEntries()).hasSize(8);
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
        MonitoringSettings settings = MonitoringSettings.of(true, 500, null, 700, 0.5, null, List.of("id"));
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

    @Test
    void tenThousandPredictionsAroundFlipsBackAndForth() throws Exception {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        testModels.regression(name, 3);
        release(1, null);
        release(2, null);
        release(3, null);
        int requests = 10_000;
        AtomicInteger left = new AtomicInteger(requests);
        List<Double> flips = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> callers = IntStream.range(0, 8)
                    .mapToObj(caller -> threads.submit(() -> {
                        int answered = 0;
                        while (left.getAndDecrement() > 0) {
                            assertAnswerFitsItsRelease();
                            answered++;
                        }
                        return answered;
                    }))
                    .toList();
            for (int flip = 0; left.get() > 0 || flip < 4; flip++) {
                ReleaseChange change = deployments.rollback(name, 1 + flip % 3, "back and forth", ANNA);
                assertThat(change.warm()).isTrue();
                flips.add(change.flipMs());
            }
            int answered = 0;
            for (Future<Integer> caller : callers) {
                answered += caller.get();
            }
            assertThat(answered).isEqualTo(requests);
        }
        assertThat(flips).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void whatWasCommittedServesAfterARestartAndABrokenModelDoesNotPreventIt() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        release(1, null);
        release(2, null);
        deployments.rollback(name, null, "back to one", ANNA);
        String broken = name + "-broken";
        deployments.put(broken, DeploymentSpec.defaults(), ANNA);
        ModelVersion other = testModels.regression(broken, 555);
        deployments.release(broken, new ReleaseRequest(broken, 1, null), ANNA);
        flipOneByte(other);

        ServingTable restarted = new ServingTable(properties());
        ReplicaSync sync = sync(restarted);
        assertThat(restarted.isLoaded()).isFalse();
        assertThat(restarted.whyInactive(name).type()).isEqualTo(ProblemType.UNAVAILABLE);
        sync.reconcile();
        sync.warmEarlier();

        assertThat(restarted.isLoaded()).isTrue();
        assertThat(answer(restarted)).isEqualTo(1);
        assertThat(restarted.active(broken)).isNull();
        assertThat(restarted.whyInactive(broken).type()).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(restarted.whyInactive(broken).detail()).contains("Release 1", "rollback");
        ServedDeployment served = restarted.served(name);
        served.changes.lock();
        try {
            assertThat(served.inMemory(2))
                    .as("the earlier release is warm again")
                    .isPresent();
        } finally {
            served.changes.unlock();
        }
        restarted.close();
    }

    @Test
    void changesOfAnotherReplicaArrive() throws IOException {
        ModelVersion first = testModels.regression(name, 1);
        ModelVersion second = testModels.regression(name, 2);
        // What another replica does: it commits, and this one's memory knows nothing of it.
        records.release(name, first, null, ANNA);
        await().atMost(Duration.ofSeconds(10)).until(() -> isServing(1));
        records.release(name, second, null, ANNA);
        await().atMost(Duration.ofSeconds(10)).until(() -> isServing(2));
        RollbackPlan plan = new RollbackPlan(deployments.release(name, 2), deployments.release(name, 1));
        assertThat(records.rollBack(plan, "elsewhere", ANNA)).isPresent();
        await().atMost(Duration.ofSeconds(10)).until(() -> isServing(1));
        assertThat(answer()).isEqualTo(1);
    }

    private boolean isServing(int number) {
        try (ActiveRelease active = deployments.active(name)) {
            return active != null && active.release().number() == number;
        }
    }

    private ReleaseChange release(int version, @Nullable String reason) {
        return deployments.release(name, new ReleaseRequest(name, version, reason), ANNA);
    }

    private List<HistoryEntry> historyEntries() {
        return deployments.history(name, PageRequest.first()).items();
    }

    private ReplicaSync sync(ServingTable table) {
        return new ReplicaSync(records, history, table, loader, properties());
    }

    private static ReleaseProperties properties() {
        return new ReleaseProperties(2, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private double answer() {
        try (ActiveRelease active = Objects.requireNonNull(deployments.active(name))) {
            return answer(active);
        }
    }

    private double answer(ServingTable table) {
        try (ActiveRelease active = Objects.requireNonNull(table.active(name))) {
            return answer(active);
        }
    }

    private void assertAnswerFitsItsRelease() {
        try (ActiveRelease active = Objects.requireNonNull(deployments.active(name))) {
            assertThat(answer(active)).isEqualTo(active.release().modelVersion());
        }
    }

    private static double answer(ActiveRelease active) {
        Map<String, Tensor> outputs = active.run(Map.of("a", Tensor.column("a", 0f), "b", Tensor.column("b", 0f)));
        return Objects.requireNonNull(outputs.get("prediction")).doubleAt(0);
    }

    private void flipOneByte(ModelVersion version) throws IOException {
        String hex = version.manifest().files().getFirst().digest().hex();
        Path blob;
        try (Stream<Path> files = Files.walk(home)) {
            blob = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(hex)
                            || hex.endsWith(file.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        assertThat(blob.toFile().setWritable(true)).isTrue();
        Files.write(blob, bytes);
    }

    private static void assertProblem(ProblemType type, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type))
                .hasMessageContaining(text);
    }
}
