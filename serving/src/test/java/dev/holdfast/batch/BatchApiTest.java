package dev.holdfast.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DatasetUpload;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.Actor;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** Over HTTP, with the server's own threads. */
@HoldfastTest
class BatchApiTest {
    private static final String NAME = "batch-api";
    private static final String JOB = "{\"deployment\": \"batch-api\", \"dataset\": \"batch-api\", \"version\": 1}";

    @TempDir
    private Path folder;

    @Autowired
    private RestTestClient client;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Models models;

    @Autowired
    private Datasets datasets;

    @BeforeEach
    void deploy() throws IOException {
        deployments.put(NAME, DeploymentSpec.defaults(), Actor.SYSTEM);
        if (deployments.current(NAME).isEmpty()) {
            new TestModels(models, folder).regression(NAME, 1);
            deployments.release(NAME, new ReleaseRequest(NAME, 1, null), Actor.SYSTEM);
            datasets.register(
                    NAME,
                    new DatasetUpload(
                            DatasetFormat.CSV,
                            new ByteArrayInputStream("a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8)),
                            null,
                            null),
                    Actor.SYSTEM);
        }
    }

    private RestTestClient.BodyContentSpec post(
            String path, String body, @Nullable String key, String role, int status) {
        RestTestClient.RequestBodySpec request = client.post().uri(path);
        request.header("Content-Type", "application/json").header("X-Test-Role", role);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.body(body).exchange().expectStatus().isEqualTo(status).expectBody();
    }

    private Map<?, ?> started(@Nullable String key) {
        byte[] body = post("/api/v1/batch-jobs?wait=60", JOB, key, "contributor", 202)
                .returnResult()
                .getResponseBody();
        Map<?, ?> job = new JsonMapper().readValue(Objects.requireNonNull(body), Map.class);
        assertThat(job.get("state")).isEqualTo("succeeded");
        return job;
    }

    @Test
    void aJobIsWaitedForAndItsOutputCanBeRead() {
        Map<?, ?> job = started(null);
        assertThat(job.get("rows_done")).isEqualTo(2);
        client.get()
                .uri("/api/v1/datasets/" + job.get("output_dataset") + "/versions/" + job.get("output_version")
                        + "/rows")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"items\": [{\"a\": 1, \"b\": 2, \"predicted_value\": 4.0}, {\"predicted_value\": 8.0}]}");
        client.get()
                .uri("/api/v1/batch-jobs?state=succeeded&deployment=" + NAME + "&max_results=1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1);
        client.get()
                .uri("/api/v1/batch-jobs?colour=red")
                .exchange()
                .expectStatus()
                .isBadRequest();
        client.get()
                .uri("/api/v1/batch-jobs?state=done")
                .exchange()
                .expectStatus()
                .isBadRequest();
        post("/api/v1/batch-jobs/" + job.get("id") + "/cancel", "{}", null, "contributor", 409);
        post("/api/v1/batch-jobs/" + job.get("id") + "/retry", "{}", null, "contributor", 409);
        client.get()
                .uri("/api/v1/batch-jobs/0197c0de-0000-7000-8000-000000000000")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aKeyMakesOneJob() {
        Object first = started("once").get("id");
        assertThat(started("once").get("id")).isEqualTo(first);
        post("/api/v1/batch-jobs", JOB.replace("1}", "1, \"note\": \"x\"}"), "once", "contributor", 422)
                .jsonPath("$.errors[0].field")
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void whoMayAndWhatIsMissing() {
        post("/api/v1/batch-jobs", JOB, null, "viewer", 403);
        post("/api/v1/batch-jobs", "{}", null, "contributor", 422)
                .jsonPath("$.errors.length()")
                .isEqualTo(2);
        post("/api/v1/batch-jobs", JOB.replace("1}", "1, \"on_error\": \"ignore\"}"), null, "contributor", 400);
        post("/api/v1/batch-jobs", JOB.replace("1}", "1, \"colour\": 1}"), null, "contributor", 400);
    }
}
