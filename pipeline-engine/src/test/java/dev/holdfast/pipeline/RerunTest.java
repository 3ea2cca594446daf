package dev.holdfast.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@HoldfastTest
class RerunTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Autowired
    private Pipelines pipelines;

    @Autowired
    private Datasets datasets;

    @Autowired
    private RestTestClient client;

    @TempDir
    private Path folder;

    private String name = "";

    @BeforeEach
    void data() throws IOException {
        name = "rerun-" + UUID.randomUUID();
        // No other test may have left what could be taken from the cache.
        rows("x\n1\n" + name.hashCode() + "\n");
    }

    @Test
    void theStepAndWhatComesAfterItRunAnewOnTheSameInputs() throws IOException {
        put("max(x)");
        PipelineRun first =
                ended(pipelines.start(name, new RunRequest(null, Map.of(), "abc", true), null, Actor.SYSTEM));
        rows("x\n100\n");

        PipelineRun again = rerun(first, "right");

        assertThat(again.state()).as("%s", again.error()).isEqualTo(RunState.SUCCEEDED);
        assertThat(again.steps())
                .filteredOn(StepRun::cached)
                .extracting(StepRun::name)
                .containsExactly("read", "left");
        assertThat(again.steps()).filteredOn(StepRun::cached).allSatisfy(step -> {
            assertThat(step.cachedFrom()).isEqualTo(first.id());
            assertThat(step.outputs())
                    .isEqualTo(first.step(step.name()).outputs())
                    .isNotEmpty();
        });
        assertThat(again.step("last").outputs()).isEqualTo(first.step("last").outputs());
        assertThat(again.inputs()).isEqualTo(first.inputs());
        assertThat(again.gitCommit()).isEqualTo("abc");
        assertThat(again.cause()).isEqualTo(RunCause.rerun(first.id(), "right"));

        PipelineRun whole = rerun(again, "read");
        assertThat(whole.steps()).noneMatch(StepRun::cached);
        assertThat(whole.state()).isEqualTo(RunState.SUCCEEDED);

        PipelineRun third = rerun(again, "last");
        assertThat(third.step("left").cachedFrom()).as("who made it").isEqualTo(first.id());
        assertThat(third.step("right").cachedFrom()).isEqualTo(again.id());
    }

    @Test
    void aFailedRunGoesOnFromTheStepThatFailedAndNotBeyondIt() {
        put("error('no such luck')");
        PipelineRun failed = ended(pipelines.start(name, RunRequest.defaults(), null, Actor.SYSTEM));
        assertThat(failed.step("right").state()).isEqualTo(StepState.FAILED);

        assertThatThrownBy(() -> rerun(failed, "last"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("It needs what step right makes");
        assertThatThrownBy(() -> rerun(failed, "middle"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("it has read, left, right, last");
        PipelineRun again = rerun(failed, "right");

        assertThat(again.step("read").cached()).isTrue();
        assertThat(again.step("right").state()).isEqualTo(StepState.FAILED);
        assertThat(again.step("right").attempt()).isEqualTo(1);
        assertThat(again.step("last").state()).isEqualTo(StepState.SKIPPED);
    }

    @Test
    void theEndpointNamesTheStepAndIsAskedOnce() {
        put("max(x)");
        PipelineRun first = ended(pipelines.start(name, RunRequest.defaults(), null, Actor.SYSTEM));
        String from = "{\"from\": \"right\", \"reason\": \"looked odd\"}";

        UUID made = id(post(first, from, "once").expectStatus().isAccepted());
        assertThat(id(post(first, from, "once").expectStatus().isAccepted())).isEqualTo(made);
        assertThat(ended(pipelines.run(name, made)).reason()).isEqualTo("looked odd");
        post(first, "{\"from\": \"none\"}", "other")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("from");
    }

    private RestTestClient.ResponseSpec post(PipelineRun run, String body, String key) {
        return client.post()
                .uri("/api/v1/pipelines/" + name + "/runs/" + run.id() + "/rerun")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .exchange();
    }

    private static UUID id(RestTestClient.ResponseSpec answer) {
        Map<?, ?> run = answer.expectBody(Map.class).returnResult().getResponseBody();
        return UUID.fromString(String.valueOf(Objects.requireNonNull(run).get("id")));
    }

    private PipelineRun rerun(PipelineRun run, String step) {
        return ended(pipelines.rerun(name, run.id(), step, null, null, Actor.SYSTEM));
    }

    private PipelineRun ended(PipelineRun run) {
        return pipelines.await(name, run.id(), LONG);
    }

    private void put(String expression) {
        pipelines.put(name, """
            inputs: {rows: {dataset: %1$s}}
            steps:
              - {name: read, kind: sql, inputs: [rows], outputs: {kept: "SELECT * FROM rows"}}
              - {name: left, kind: sql, inputs: [read.kept], outputs: {sum: "SELECT sum(x) AS s FROM kept"}}
              - {name: right, kind: sql, inputs: [read.kept], outputs: {most: "SELECT %2$s AS m FROM kept"}}
              - {name: last, kind: sql, inputs: [right.most], outputs: {twice: "SELECT m * 2 AS d FROM most"}}
            """.formatted(name, expression), Actor.SYSTEM);
    }

    private void rows(String text) throws IOException {
        datasets.registerFile(
                name, Files.writeString(folder.resolve("rows.csv"), text), DatasetFormat.CSV, null, Actor.SYSTEM);
    }
}
