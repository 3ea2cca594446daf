package dev.holdfast.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** Over HTTP, with the server's own threads. */
@HoldfastTest
class BatchApiTest extends BatchTestCase {
    @Autowired
    private RestTestClient client;

    private String job;

    @BeforeEach
    void deploy() throws IOException {
        deploy(TinyOnnx.regression(TestModels.COLUMNS, 1, 1), Map.of());
        upload("a,b\n1,2\n3,4\n");
        job = "{\"deployment\": \"%1$s\", \"dataset\": \"%1$s\", \"version\": 1}".formatted(name);
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
        byte[] body = post("/api/v1/batch-jobs?wait=60", job, key, "contributor", 202)
                .returnResult()
                .getResponseBody();
        Map<?, ?> ended = new JsonMapper().readValue(Objects.requireNonNull(body), Map.class);
        assertThat(ended.get("state")).isEqualTo("succeeded");
        return ended;
    }

    @Test
    void aJobIsWaitedForAndItsOutputCanBeRead() {
        Map<?, ?> ended = started(null);
        assertThat(ended.get("rows_done")).isEqualTo(2);
        client.get()
                .uri("/api/v1/datasets/" + ended.get("output_dataset") + "/versions/" + ended.get("output_version")
                        + "/rows")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"items\": [{\"a\": 1, \"b\": 2, \"predicted_value\": 4.0}, {\"predicted_value\": 8.0}]}");
        client.get()
                .uri("/api/v1/batch-jobs?state=succeeded&deployment=" + name + "&max_results=1")
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
        post("/api/v1/batch-jobs/" + ended.get("id") + "/cancel", "{}", null, "contributor", 409);
        post("/api/v1/batch-jobs/" + ended.get("id") + "/retry", "{}", null, "contributor", 409);
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
        post("/api/v1/batch-jobs", job.replace("1}", "1, \"note\": \"x\"}"), "once", "contributor", 422)
                .jsonPath("$.errors[0].field")
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void whoMayAndWhatIsMissing() {
        post("/api/v1/batch-jobs", job, null, "viewer", 403);
        post("/api/v1/batch-jobs", "{}", null, "contributor", 422)
                .jsonPath("$.errors.length()")
                .isEqualTo(2);
        post("/api/v1/batch-jobs", job.replace("1}", "1, \"on_error\": \"ignore\"}"), null, "contributor", 400);
        post("/api/v1/batch-jobs", job.replace("1}", "1, \"colour\": 1}"), null, "contributor", 400);
    }
}
