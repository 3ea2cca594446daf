package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Traffic policies as callers see them. */
class TrafficApiTest extends ReleaseTestCase {
    @Autowired
    private RestTestClient client;

    @Test
    void aCanaryGoesThroughItsLifeOverRest() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        send(HttpMethod.GET, "/traffic", "", null, 409);
        release(1, null);

        send(HttpMethod.PUT, "/traffic", "{\"arms\": [{\"name\": \"canary\", \"weight\": 2}]}", null, 422)
                .jsonPath("$.errors[*].field")
                .isEqualTo(List.of("arms[0].weight", "arms[0].release"));
        send(HttpMethod.PUT, "/traffic", "{\"arms\": [], \"sticky_by\": {}}", null, 422);
        send(HttpMethod.PUT, "/traffic", """
                        {"arms": [{"name": "canary", "version": 2, "weight": 0.5}],
                         "sticky_by": {"header": "X-User"}, "reason": "half of the users"}""", null, 200)
                .jsonPath("$.arms[1].release.model_version")
                .isEqualTo(2)
                .jsonPath("$.arms[0].name")
                .isEqualTo("champion")
                .jsonPath("$.sticky_by.header")
                .isEqualTo("X-User");

        int canary = 0;
        for (int user = 0; user < 40; user++) {
            int release = predictedBy("user-" + user);
            assertThat(predictedBy("user-" + user)).isEqualTo(release);
            canary += release == 2 ? 1 : 0;
        }
        assertThat(canary).isBetween(5, 35);
        send(HttpMethod.POST, "/promote", "{\"arm\": \"canary\", \"reason\": \"better\"}", null, 200)
                .jsonPath("$.entry.action")
                .isEqualTo("promoted");
        assertThat(predictedBy("user-1")).isEqualTo(2);
        send(HttpMethod.GET, "/history", "", null, 200)
                .jsonPath("$.items[1].traffic.arms[0].weight")
                .isEqualTo(0.5);
        send(HttpMethod.DELETE, "/traffic", "", null, 200)
                .jsonPath("$.arms.length()")
                .isEqualTo(1);
    }

    private int predictedBy(String user) {
        List<Integer> release = new ArrayList<>();
        send(HttpMethod.POST, "/predict", "{\"rows\": [{\"a\": 0, \"b\": 0}]}", user, 200)
                .jsonPath("$.release")
                .value(Integer.class, release::add);
        return release.getFirst();
    }

    private RestTestClient.BodyContentSpec send(
            HttpMethod method, String path, String body, @Nullable String user, int status) {
        return client.method(method)
                .uri("/api/v1/deployments/" + name + path)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (user != null) {
                        headers.set("x-user", user);
                    }
                })
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();
    }
}
