package dev.holdfast.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.model.GateVerdict;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.monitoring.DriftDetected;
import dev.holdfast.monitoring.DriftKind;
import dev.holdfast.release.Deployments;
import dev.holdfast.tracking.Run;
import dev.holdfast.tracking.RunStatus;
import dev.holdfast.tracking.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Whole runs, over everything that they touch. */
@HoldfastTest
class PipelineRunTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Autowired
    private Pipelines pipelines;

    @Autowired
    private Datasets datasets;

    @Autowired
    private Models models;

    @Autowired
    private Runs runs;

    @Autowired
    private Deployments deployments;

    @Autowired
    private AuditLog audit;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private RestTestClient client;

    @TempDir
    private Path folder;

    @Test
    void theWholeWalkRecordsWhereEverythingCameFrom() throws IOException {
        register("walk", 1);
        pipelines.put("walk", definition("walk"), Actor.SYSTEM);

        PipelineRun first = run("walk", new RunRequest("first", Map.of(), "0a1b2c3", true));

        assertThat(first.state()).as("%s", first.error()).isEqualTo(RunState.SUCCEEDED);
        assertThat(first.steps()).extracting(StepRun::state).containsOnly(StepState.SUCCEEDED);
        assertThat(first.steps()).noneMatch(StepRun::cached);
        assertThat(first.step("fit").dependsOn()).containsExactly("prepare");
        assertThat(first.step("score").dependsOn()).containsExactly("fit");
        ModelVersion version = models.version("walk", 1);
        assertThat(version.pipelineRunId()).isEqualTo(first.id().toString());
        assertThat(version.datasets()).anySatisfy(dataset -> {
            assertThat(dataset.role()).isEqualTo("training");
            assertThat(dataset.digest()).isEqualTo(datasets.version("walk", 1).digest());
        });
        GateVerdict verdict = Objects.requireNonNull(version.gate());
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.checks()).anyMatch(check -> check.explanation().contains("no incumbent"));
        assertThat(version.metrics().get("accuracy")).isGreaterThan(0.8);
        assertThat(version.aliases()).contains("candidate");
        assertThat(version.facts()).containsEntry("label", "class").containsEntry("task", "classification");
        assertThat(version.facts().get("features")).isEqualTo(List.of("x", "y", "colour"));
        Run tracked = runs.get(String.valueOf(version.runId()));
        assertThat(tracked.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(tracked.params()).containsEntry("seed", "7").containsEntry("algorithm", "gradient_boosted_trees");
        assertThat(tracked.metrics()).containsKey("accuracy");
        assertThat(tracked.tags()).containsEntry("mlflow.source.git.commit", "0a1b2c3");
        assertThat(tracked.inputs()).extracting(input -> input.name()).contains("walk");
        assertThat(deployments.current("walk").orElseThrow().modelVersion()).isEqualTo(1);

        PipelineRun second = run("walk", RunRequest.defaults());

        assertThat(second.state()).as("%s", second.error()).isEqualTo(RunState.SUCCEEDED);
        for (String step : List.of("prepare", "fit", "score")) {
            assertThat(second.step(step).cached()).as(step).isTrue();
            assertThat(second.step(step).cachedFrom()).isEqualTo(first.id());
        }
        assertThat(second.step("publish").cached()).isFalse();

        PipelineRun third = run("walk", new RunRequest(null, Map.of(), null, false));

        assertThat(third.steps()).noneMatch(StepRun::cached);
        assertThat(digests(third)).as("the same inputs give the same bytes").isEqualTo(digests(first));
        assertThat(audit.entries(new AuditQuery("pipeline/walk", null, "pipeline.run"), PageRequest.first())
                        .items())
                .hasSize(6);
    }

    private static List<String> digests(PipelineRun run) {
        return List.of("prepare", "fit").stream()
                .flatMap(step -> run.step(step).outputs().stream())
                .map(output -> output.name() + " " + output.digest())
                .toList();
    }

    @Test
    void aGateThatFailsEndsTheRunWithItsVerdict() throws IOException {
        register("strict", 2);
        pipelines.put("strict", definition("strict").replace("{min: 0.6}", "{min: 0.9999}"), Actor.SYSTEM);

        PipelineRun run = run("strict", RunRequest.defaults());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        RunError error = Objects.requireNonNull(run.error());
        assertThat(error.step()).isEqualTo("check");
        assertThat(error.message()).contains("accuracy is 0.").contains("not at least 0.9999");
        assertThat(run.step("check").outputs().getFirst().facts()).containsEntry("passed", false);
        assertThat(run.step("publish").state()).isEqualTo(StepState.SKIPPED);
        assertThat(run.step("ship").state()).isEqualTo(StepState.SKIPPED);
        assertThat(run.step("check").attempt()).isEqualTo(1);
    }

    @Test
    void dataThatCannotBeTrainedOnIsTheStepsError() throws IOException {
        register("bad", 3);
        pipelines.put("bad", definition("bad").replace("label: class", "label: clas"), Actor.SYSTEM);

        PipelineRun run = run("bad", RunRequest.defaults());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        FieldError error =
                Objects.requireNonNull(run.step("fit").error()).errors().getFirst();
        assertThat(error.field()).isEqualTo("steps.fit.label");
        assertThat(error.message()).contains("did you mean 'class'");

        pipelines.put(
                "bad",
                definition("bad").replace("SELECT * FROM rows", "SELECT * EXCLUDE (class), 1 AS class FROM rows"),
                Actor.SYSTEM);
        PipelineRun oneClass = run("bad", RunRequest.defaults());
        assertThat(Objects.requireNonNull(oneClass.step("fit").error()).message())
                .contains("at least two classes");
    }

    @Test
    void aRunningStepStopsWhenItsRunIsCancelledAndHoldsNoSlot() throws IOException {
        register("slow", 4);
        pipelines.put("slow", """
                inputs: {rows: {dataset: slow}}
                steps:
                  - name: long
                    kind: sql
                    inputs: [rows]
                    outputs: {all: "SELECT sum(a.range * b.range) AS s FROM range(1000000) a, range(1000000) b"}
                """, Actor.SYSTEM);
        PipelineRun run = pipelines.start("slow", RunRequest.defaults(), null, Actor.SYSTEM);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> pipelines.run("slow", run.id()).step("long").state() == StepState.RUNNING);

        PipelineRun cancelled = pipelines.cancel("slow", run.id(), "too slow", Actor.SYSTEM);

        assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getName().startsWith("pipeline-step-"))
                        .noneMatch(
                                thread -> List.of(thread.getValue()).toString().contains("SqlExecutor")));
    }

    @Test
    void driftStartsThePipelineOnceAndSaysWhy() throws IOException {
        register("drifting", 5);
        pipelines.put("drifting", definition("drifting") + """
                triggers:
                  - {on: drift, deployment: drifting, cooldown_rows: 1000}
                """, Actor.SYSTEM);

        DriftDetected drift = drift("drifting", 500);
        raise(drift);

        Awaitility.await().atMost(LONG).until(() -> !runsOf("drifting").isEmpty());
        PipelineRun run =
                pipelines.await("drifting", runsOf("drifting").getFirst().id(), LONG);
        assertThat(run.state()).as("%s", run.error()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.cause().kind()).isEqualTo(RunCause.Kind.DRIFT);
        assertThat(run.cause().event()).isEqualTo(drift.id());

        raise(drift("drifting", 900));

        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(audit.entries(
                                        new AuditQuery("pipeline/drifting", null, "pipeline.trigger.skipped"),
                                        PageRequest.first())
                                .items())
                        .hasSize(1));
        assertThat(runsOf("drifting")).hasSize(1);
    }

    @Test
    void theEndpointsAnswerAsTheyPromise() throws IOException {
        register("rest", 6);
        client.put()
                .uri("/api/v1/pipelines/rest")
                .contentType(MediaType.parseMediaType("application/yaml"))
                .body(definition("rest").replace("kind: sql", "kind: sqll"))
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("line 5, column 11");
        put("rest", "admin").expectStatus().isCreated();
        put("rest", "admin").expectStatus().isOk();
        put("rest", "contributor").expectStatus().isForbidden();

        String body = "{\"reason\": \"nightly\", \"git_commit\": \"abc\", \"parameters\": {\"fit.rounds\": 5}}";
        Map<?, ?> started = client.post()
                .uri("/api/v1/pipelines/rest/runs?wait=60")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", "once")
                .body(body)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        String id = String.valueOf(Objects.requireNonNull(started).get("id"));
        client.post()
                .uri("/api/v1/pipelines/rest/runs")
                .header("Idempotency-Key", "once")
                .exchange()
                .expectStatus()
                .isEqualTo(422);
        client.post()
                .uri("/api/v1/pipelines/rest/runs")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", "once")
                .body(body)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(id);
        client.get()
                .uri("/api/v1/pipelines/rest/runs/" + id + "?wait=5")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("succeeded")
                .jsonPath("$.progress")
                .isEqualTo(1)
                .jsonPath("$.steps[0].outputs[0].digest")
                .exists()
                .jsonPath("$.cause.kind")
                .isEqualTo("manual");
        client.get()
                .uri("/api/v1/pipelines/rest/runs/" + id + "/steps/fit/logs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(text -> assertThat(text).contains("Training on"));
        client.post()
                .uri("/api/v1/pipelines/rest/runs/" + id + "/cancel")
                .exchange()
                .expectStatus()
                .isEqualTo(409);
        client.get()
                .uri("/api/v1/pipelines/rest/runs/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isNotFound();
        client.get()
                .uri("/api/v1/pipelines/rest/runs?max_results=1")
                .exchange()
                .expectStatus()
                .isOk();
        client.post()
                .uri("/api/v1/pipelines/rest/runs")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"parameters\": {\"nope.rounds\": 5}}")
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    private RestTestClient.ResponseSpec put(String name, String role) {
        return client.put()
                .uri("/api/v1/pipelines/" + name)
                .contentType(MediaType.parseMediaType("application/yaml"))
                .header("X-Test-Role", role)
                .body(definition(name))
                .exchange();
    }

    private void raise(DriftDetected drift) {
        transaction.executeWithoutResult(status -> events.publishEvent(drift));
    }

    private static DriftDetected drift(String deployment, long rowsSeen) {
        return new DriftDetected(
                UUID.randomUUID(), deployment, 1, deployment, 1, DriftKind.INPUT, List.of(), rowsSeen, Instant.now());
    }

    private List<PipelineRun> runsOf(String pipeline) {
        return pipelines.runs(pipeline, PageRequest.first()).items();
    }

    private PipelineRun run(String pipeline, RunRequest request) {
        UUID id = pipelines.start(pipeline, request, null, Actor.SYSTEM).id();
        return pipelines.await(pipeline, id, LONG);
    }

    private void register(String name, long seed) throws IOException {
        datasets.registerFile(
                name, TestRows.write(folder.resolve(name + ".csv"), seed), DatasetFormat.CSV, null, Actor.SYSTEM);
    }

    static String definition(String name) {
        return TestRows.definition(name);
    }
}
