package dev.holdfast.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@HoldfastTest
class MlflowRequestTest {
    @Autowired
    RestTestClient http;

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void whatOtherPagesFormsSendIsRefused(String type) {
        assertThat(http.post()
                        .uri("/api/2.0/mlflow/experiments/create")
                        .contentType(MediaType.parseMediaType(type))
                        .body("{\"name\": \"from a form\"}".getBytes(StandardCharsets.UTF_8))
                        .exchange()
                        .expectStatus()
                        .isBadRequest()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .contains("Bad Request. Content-Type must be one of ['application/json'].");
    }

    @Test
    void aTypeMustBeSaid() {
        assertThat(http.post()
                        .uri("/api/2.0/mlflow/experiments/create")
                        .exchange()
                        .expectStatus()
                        .isBadRequest()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .contains("Bad Request. Content-Type header is missing.");
    }

    @Test
    void parametersOfTheTypeAreNoMatter() {
        http.post()
                .uri("/api/2.0/mlflow/experiments/create")
                .contentType(MediaType.parseMediaType("application/json; charset=utf-8"))
                .body("{\"name\": \"with a charset\"}".getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isOk();
    }
}
