package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TinyOnnx;
import dev.holdfast.tracking.DatasetInput;
import dev.holdfast.tracking.Run;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.RunStatus;
import dev.holdfast.tracking.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

@HoldfastTest
class ModelsTest {
    private static final Actor ANNA = new Actor("anna", Role.CONTRIBUTOR);
    private static final Digest ROWS = Digest.of("rows");

    @Autowired
    Models models;

    @Autowired
    Runs runs;

    @Autowired
    BlobStore blobs;

    @Autowired
    AuditLog audit;

    @Autowired
    SettableClock clock;

    @TempDir
    Path folder;

    @Test
    void keepsAllThatIsKnownOfAVersion() throws IOException {
        Path file = classifier("full", 1);
        GateVerdict gate = new GateVerdict(
                true,
                List.of(new GateCheck(
                        "accuracy", "max_regression", 0.01, 0.9, 0.89, "full/1", true, "0.9 is better than 0.89.")));
        Map<String, Object> facts =
                Map.of("label", "fraud", "classes", List.of("no", "yes"), "libraries", Map.of("xgboost", "2.1.4"));
        ModelVersion registered = models.register(
                new ModelRegistration(
                        "full",
                        file,
                        ModelFormat.ONNX,
                        "r1",
                        "p1",
                        List.of(new DatasetReference("training", "payments", 3, ROWS)),
                        Map.of("accuracy", 0.9, "auc", Double.NaN),
                        gate,
                        Map.of("team", "risk"),
                        new ModelSignature(
                                List.of(new TensorSpec("amount", TensorType.FP32, List.of(-1L, 1L))),
                                List.of(
                                        new TensorSpec("probabilities", TensorType.FP32, List.of(-1L, -1L)),
                                        new TensorSpec("label", TensorType.BYTES, List.of(-1L)))),
                        facts),
                ANNA);

        assertThat(models.version("full", 1)).isEqualTo(registered);
        assertThat(registered.gate()).isEqualTo(gate);
        assertThat(registered.facts()).isEqualTo(facts);
        assertThat(registered.metrics()).containsEntry("auc", Double.NaN);
        assertThat(registered.tags()).containsOnly(Map.entry("team", "risk"));
        assertThat(registered.createdBy()).isEqualTo("anna");
        assertThat(registered.createdAt()).isEqualTo(clock.instant());
        assertThat(registered.signature().inputs())
                .containsExactly(new TensorSpec("amount", TensorType.FP32, List.of(-1L, 1L)));
        Digest bytes = Digest.of(Files.readAllBytes(file));
        assertThat(registered.manifest())
                .isEqualTo(new Manifest(List.of(new ManifestFile("model.onnx", bytes, Files.size(file)))));
        assertThat(registered.digest()).isEqualTo(registered.manifest().root());
        try (var local = models.open(registered)) {
            assertThat(local.path()).hasSameBinaryContentAs(file);
        }
        assertThat(audit.entries(new AuditQuery("model/full", null, null), PageRequest.first())
                        .items())
                .extracting(AuditEntry::action)
                .containsExactly("model.version.registered", "model.created");

        // Nothing that a version refers to is garbage.
        clock.advance(Duration.ofDays(2));
        blobs.collectGarbage(Duration.ofDays(1));
        assertThat(blobs.exists(bytes)).isTrue();
    }

    @Test
    void fiftyRegistrationsAtOnceGetFiftyNumbers() throws Exception {
        Path file = classifier("race", 1);
        List<Integer> numbers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(50)) {
            List<Future<ModelVersion>> registered = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> models.register(registration("race", file), ANNA)))
                    .toList();
            for (Future<ModelVersion> version : registered) {
                numbers.add(version.get().version());
            }
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 50).boxed().toList());
        assertThat(models.model("race").latestVersion()).isEqualTo(50);
        assertThat(audit.verify().intact()).isTrue();

        List<Integer> listed = new ArrayList<>();
        String token = null;
        do {
            Page<ModelVersion> page = models.versions("race", new PageRequest(20, token));
            page.items().forEach(version -> listed.add(version.version()));
            token = page.nextPageToken();
        } while (token != null);
        assertThat(listed)
                .isEqualTo(IntStream.rangeClosed(1, 50).map(i -> 51 - i).boxed().toList());
    }

    @Test
    void sameRequestLeadsToTheSameVersion() throws Exception {
        Path file = classifier("again", 1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<ModelVersion>> registered = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> models.register(registration("again", file), key(ANNA), ANNA)))
                    .toList();
            for (Future<ModelVersion> result : registered) {
                assertThat(result.get().version()).isEqualTo(1);
            }
        }
        assertThat(models.versions("again", new PageRequest(10, null)).items()).hasSize(1);

        assertThatThrownBy(() -> models.register(registration("again", classifier("other", 2)), key(ANNA), ANNA))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Idempotency-Key");
        assertThat(models.register(registration("again", file), key(Actor.SYSTEM), Actor.SYSTEM)
                        .version())
                .as("another actor's key")
                .isEqualTo(2);
        models.delete("again", 1, ANNA);
        assertThatThrownBy(() -> models.register(registration("again", file), key(ANNA), ANNA))
                .as("once means once, whatever became of it")
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("was deleted");
        clock.advance(Duration.ofHours(25));
        assertThat(models.register(registration("again", file), key(ANNA), ANNA).version())
                .as("a day later")
                .isEqualTo(3);
    }

    private static RequestKey key(Actor caller) {
        return RequestKey.of("key-1", caller, "versions of again", new byte[0]);
    }

    @Test
    void aliasesMoveAndKeepWhoMovedThem() throws IOException {
        Path file = classifier("alias", 1);
        models.register(registration("alias", file), ANNA);
        models.register(registration("alias", file), ANNA);

        RegisteredModel first = models.setAlias("alias", "champion", 1, ANNA);
        models.setAlias("alias", "candidate", 2, ANNA);
        RegisteredModel second = models.setAlias("alias", "champion", 2, ANNA);
        assertThat(second.aliases()).containsOnly(Map.entry("champion", 2), Map.entry("candidate", 2));
        assertThat(second.revision()).isGreaterThan(first.revision());
        assertThat(models.byAlias("alias", "champion")).get().satisfies(version -> {
            assertThat(version.version()).isEqualTo(2);
            assertThat(version.aliases()).containsExactly("candidate", "champion");
        });
        assertThat(models.byAlias("alias", "nobody")).isEmpty();

        assertProblem(() -> models.setAlias("alias", "latest", 1, ANNA), "reserved");
        assertProblem(() -> models.setAlias("alias", "v12", 1, ANNA), "reserved");
        assertProblem(() -> models.setAlias("alias", "../x", 1, ANNA), "Invalid alias name: '../x'");
        assertProblem(() -> models.setAlias("alias", "champion", 9, ANNA), "version=9");
        assertThat(models.deleteAlias("alias", "nobody", null, ANNA)).isEmpty();
        assertProblem(() -> models.setAlias("alias", "champion", 1, first.revision(), ANNA), "has changed");

        assertThat(models.deleteAlias("alias", "champion", null, ANNA)).contains(2);
        assertThat(models.byAlias("alias", "champion")).isEmpty();
        assertThat(audit.entries(new AuditQuery("model/alias", null, "model.alias"), PageRequest.first())
                        .items())
                .extracting(entry -> entry.action() + " " + entry.details())
                .containsExactly(
                        "model.alias.deleted {alias=champion, previous_version=2}",
                        "model.alias.set {alias=champion, previous_version=1, version=2}",
                        "model.alias.set {alias=candidate, version=2}",
                        "model.alias.set {alias=champion, version=1}");
    }

    @Test
    void lineageLeadsFromDatasetsToReleases() throws IOException {
        Run run = runs.start(new RunStart("lineage", "fit", Map.of()), ANNA);
        runs.logInput(run.runId(), new DatasetInput("payments", 3, ROWS, "training"));
        runs.logInput(run.runId(), new DatasetInput("holdout", 1, ROWS, "evaluation"));
        runs.finish(run.runId(), RunStatus.FINISHED, null, ANNA);
        Path file = classifier("lineage", 1);
        models.register(registration("lineage", file, run.runId(), "p1"), ANNA);
        models.register(registration("lineage", file, null, null), ANNA);

        Lineage full = models.lineage("lineage", 1);
        String runId = "run/" + run.runId();
        assertThat(full.nodes())
                .extracting(LineageNode::id)
                .containsExactlyInAnyOrder(
                        "dataset/payments/versions/3",
                        "dataset/holdout/versions/1",
                        "pipeline-run/p1",
                        runId,
                        "model/lineage/versions/1",
                        "deployment/lineage/releases/7");
        assertThat(full.edges())
                .containsExactlyInAnyOrder(
                        new LineageEdge("dataset/payments/versions/3", runId, "training"),
                        new LineageEdge("dataset/holdout/versions/1", runId, "evaluation"),
                        new LineageEdge("pipeline-run/p1", runId, "ran"),
                        new LineageEdge(runId, "model/lineage/versions/1", "produced"),
                        new LineageEdge("model/lineage/versions/1", "deployment/lineage/releases/7", "released_as"));
        assertThat(models.lineage("lineage", 2).edges())
                .containsExactly(
                        new LineageEdge("dataset/payments/versions/3", "model/lineage/versions/2", "training"));
    }

    @Test
    void refusesWhatIsNotRight() throws IOException {
        Path corrupt = Files.write(folder.resolve("corrupt"), new byte[] {8, 1, 99, 99, 99});
        Path file = classifier("refused", 1);
        assertProblem(() -> models.register(registration("refused", corrupt), ANNA), "file");
        assertProblem(() -> models.register(registration("../refused", file), ANNA), "'../refused'");
        ModelRegistration wrong = new ModelRegistration(
                "refused",
                file,
                ModelFormat.ONNX,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                Map.of(),
                new ModelSignature(List.of(new TensorSpec("amount", TensorType.INT64, List.of(-1L, 1L))), List.of()),
                Map.of());
        assertProblem(() -> models.register(wrong, ANNA), "amount FP32");
        assertProblem(() -> models.model("refused"), "refused");

        models.create("twice", null, ANNA);
        assertProblem(() -> models.create("twice", null, ANNA), "twice");
        assertThat(models.ensure("twice", ANNA)).isEqualTo(models.model("twice"));
    }

    @Test
    void belongsToWhoeverMadeItIfThatIsSomebody() throws IOException {
        models.register(registration("annas", classifier("annas", 1)), ANNA);
        assertThat(models.model("annas").owner()).isEqualTo("anna");
        models.register(registration("annas", classifier("annas", 2)), new Actor("bob", Role.CONTRIBUTOR));
        assertThat(models.model("annas").owner()).isEqualTo("anna");

        for (Actor nobody : List.of(Actor.LOCAL, Actor.SYSTEM, new Actor("pipeline:fraud", Role.APPROVER))) {
            String name = "of " + nobody.name().replace(':', ' ');
            models.ensure(name, nobody);
            assertThat(models.model(name).owner()).isNull();
        }
        assertThat(models.create("given", null, "Risk", Map.of(), Actor.LOCAL).owner())
                .isEqualTo("Risk");
    }

    private Path classifier(String name, double bias) throws IOException {
        return Files.write(
                folder.resolve(name + ".onnx"), TinyOnnx.classifier(List.of("amount"), List.of("no", "yes"), bias));
    }

    private static ModelRegistration registration(String model, Path file) {
        return registration(model, file, null, null);
    }

    private static ModelRegistration registration(
            String model, Path file, @Nullable String runId, @Nullable String pipelineRunId) {
        return new ModelRegistration(
                model,
                file,
                ModelFormat.ONNX,
                runId,
                pipelineRunId,
                List.of(new DatasetReference("training", "payments", 3, ROWS)),
                Map.of(),
                null,
                Map.of(),
                null,
                Map.of());
    }

    private static void assertProblem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ProblemException.class).hasMessageContaining(message);
    }
}
