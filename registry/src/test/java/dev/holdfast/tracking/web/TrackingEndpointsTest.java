package dev.holdfast.tracking.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.Runs;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@HoldfastTest
class TrackingEndpointsTest {
    @Autowired
    RestTestClient http;

    @Autowired
    Runs runs;

    @Test
    void walksThroughARun() {
        post("/experiments", "{\"name\": \"walk\", \"tags\": {\"team\": \"risk\"}}")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Location", "/api/v1/experiments/walk");
        post("/experiments", "{\"name\": \"walk\"}").expectStatus().isEqualTo(409);

        String location = Objects.requireNonNull(post("/runs", "{\"experiment\": \"walk\", \"name\": \"first try\"}")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("running")
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location"));
        assertThat(location).startsWith("/api/v1/runs/");
        String run = location.substring("/api/v1".length());
        post(run + "/params", "{\"params\": {\"rounds\": \"100\"}}")
                .expectStatus()
                .isNoContent();
        post(run + "/params", "{\"params\": {\"rounds\": \"99\"}}")
                .expectStatus()
                .isEqualTo(409);
        post(run + "/tags", "{\"tags\": {\"note\": \"x\"}}").expectStatus().isNoContent();
        post(run + "/metrics", """
                        {"metrics": [{"key": "val/auc", "value": 0.91, "step": 1, "timestamp": "2026-03-01T12:00:00.500Z"},
                                     {"key": "loss", "value": "NaN"}]}
                        """).expectStatus().isNoContent();
        http.patch()
                .uri(location)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"status\": \"finished\"}")
                .exchange()
                .expectStatus()
                .isOk();

        http.get()
                .uri(location)
                .header("X-Test-Role", "viewer")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("finished")
                .jsonPath("$.params.rounds")
                .isEqualTo("100")
                .jsonPath("$.metrics.loss.value")
                .isEqualTo("NaN");
        http.get()
                .uri(location + "/metrics/val/auc")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].value")
                .isEqualTo(0.91)
                .jsonPath("$.items[0].timestamp")
                .isEqualTo("2026-03-01T12:00:00.500Z");
        http.get()
                .uri("/api/v1/experiments/walk/runs?max_results=1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1);
        http.get().uri("/api/v1/experiments").exchange().expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /experiments      | {"name": "../etc"}                                            | 422 | name
                    /experiments      | {"name": "a\\u0000b"}                                         | 422 | name
                    /experiments      | {"nam": "a"}                                                  | 400 | nam
                    /experiments      | {}                                                            | 422 | name
                    /experiments      | {"name": "a", "tags": {"k": null}}                            | 422 |
                    /experiments      | {"name": "a", "tags": "k"}                                    | 400 | tags
                    /experiments      | not json                                                      | 400 | body
                    /runs             | {"experiment": "a/b"}                                         | 422 | experiment
                    /runs             | {"experiment": "ok", "name": " "}                             | 422 | name
                    /runs/RUN/params  | {"params": {"../x": "1"}}                                     | 422 | params.../x
                    /runs/RUN/params  | {"params": {"x": "a\\u0000"}}                                 | 422 | params.x
                    /runs/RUN/metrics | {"metrics": [{"key": "a", "value": 1}, {"key": "b;", "value": 1}]} | 422 | metrics[1].key
                    /runs/RUN/metrics | {"metrics": [{"key": "a", "value": "high"}]}                  | 400 | metrics[0].value
                    /runs/RUN/metrics | {"metrics": [{"key": "a"}]}                                   | 422 | metrics[0].value
                    /runs/RUN/metrics | {}                                                            | 422 | metrics
                    /runs/RUN/inputs  | {"name": "d", "version": 1, "digest": "md5:1", "context": "x"} | 400 | digest
                    /runs/abc/tags    | {"tags": {"a": "b"}}                                          | 404 |
                    /runs/00000000000000000000000000000000/tags | {"tags": {"a": "b"}}                | 404 |
                    """)
    void refusesGarbage(String path, String body, int status, String field) {
        String run = runs.start(new RunStart("garbage", null, Map.of()), Actor.SYSTEM)
                .runId();
        var response = post(path.replace("RUN", run), body);
        response.expectStatus().isEqualTo(status);
        if (field != null) {
            response.expectBody().jsonPath("$.errors[0].field").isEqualTo(field);
        }
        assertThat(runs.get(run).metrics()).isEmpty();
        assertThat(runs.get(run).params()).isEmpty();
    }

    @Test
    void movesARunAndDeletesItForGood() {
        String run = runs.start(new RunStart("moved-from", null, Map.of()), Actor.SYSTEM)
                .runId();
        post("/experiments", "{\"name\": \"moved-to\"}").expectStatus().isCreated();
        post("/runs/" + run + "/move", "{\"experiment\": \"moved-to\", \"reason\": \"wrong place\"}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.experiment")
                .isEqualTo("moved-to");
        post("/runs/" + run + "/move", "{\"experiment\": \"nowhere\"}")
                .expectStatus()
                .isNotFound();
        post("/runs/" + run + "/purge", "{}").expectStatus().isEqualTo(409);
        post("/runs/" + run + "/purge", "{\"older_than_ms\": -1}")
                .expectStatus()
                .isEqualTo(422);
        runs.delete(run, Actor.SYSTEM);
        post("/runs/" + run + "/purge", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.runs")
                .isEqualTo(1);
        post("/experiments/987654/purge", "{}").expectStatus().isNotFound();
        post("/runs/purge", "{\"older_than_ms\": 9000000000000}").expectStatus().isOk();
    }

    @Test
    void viewersOnlyRead() {
        http.post()
                .uri("/api/v1/runs")
                .header("X-Test-Role", "viewer")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"experiment\": \"mine\"}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private RestTestClient.ResponseSpec post(String path, String body) {
        return http.post()
                .uri("/api/v1" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }
}
