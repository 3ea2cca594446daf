package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.model.Models;
import dev.holdfast.release.ActiveRelease;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import dev.holdfast.runtime.Batching;
import dev.holdfast.testkit.TinyOnnx;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Deployments whose requests are joined, as callers see them. */
@HoldfastTest(properties = "holdfast.inference.max-rows=100")
@Import(BatchingApiTest.Meters.class)
class BatchingApiTest {
    private static final String NAME = "joined";
    private static final String OF_FOUR =
            "{\"batching\": {\"enabled\": true, \"max_rows\": 4, \"max_delay_us\": 60000000}}";

    @TestConfiguration
    static class Meters {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }

    @TempDir
    private Path folder;

    @Autowired
    private RestTestClient client;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Models models;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void deploy() throws IOException {
        put("{}");
        if (deployments.current(NAME).isEmpty()) {
            TestModels registered = new TestModels(models, folder);
            registered.register(NAME, TinyOnnx.squares(), Map.of());
            registered.register(NAME, TinyOnnx.squares(), Map.of());
            deployments.release(NAME, new ReleaseRequest(NAME, 1, null), Actor.SYSTEM);
        }
    }

    @Test
    void settingsAreKeptThroughReleasesAndRollbacks() {
        put("{}")
                .jsonPath("$.batching.enabled")
                .isEqualTo(false)
                .jsonPath("$.batching.max_rows")
                .isEqualTo(64);
        assertThat(inUse()).isEqualTo(Batching.OFF);
        put(OF_FOUR).jsonPath("$.batching.max_rows").isEqualTo(4);
        Batching wanted = new Batching(true, 4, 60_000_000, 0);
        assertThat(inUse()).isEqualTo(wanted);
        deployments.release(NAME, new ReleaseRequest(NAME, 2, null), Actor.SYSTEM);
        assertThat(inUse()).isEqualTo(wanted);
        deployments.rollback(NAME, null, "test", Actor.SYSTEM);
        assertThat(inUse()).isEqualTo(wanted);
        client.get()
                .uri("/api/v1/deployments/" + NAME)
                .exchange()
                .expectBody()
                .jsonPath("$.batching.max_delay_us")
                .isEqualTo(60_000_000);
        client.put()
                .uri("/api/v1/deployments/" + NAME)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"batching\": {\"max_rows\": 1, \"max_delay_us\": -1}}")
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void theConfigurationTellsIt() {
        config().jsonPath("$.dynamic_batching")
                .doesNotExist()
                .jsonPath("$.max_batch_size")
                .isEqualTo(100);
        put(OF_FOUR);
        config().jsonPath("$.dynamic_batching.preferred_batch_size")
                .isEqualTo(List.of(4))
                .jsonPath("$.dynamic_batching.max_queue_delay_microseconds")
                .isEqualTo(60_000_000);
    }

    @Test
    void moreRowsThanAreAdvertisedAreRefused() {
        assertThat(square(100, 3)).isEqualTo(9);
        client.post()
                .uri("/v2/models/" + NAME + "/infer")
                .body(request(101, 3))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(String.class, text -> assertThat(text).contains("has 101 rows; a request may have 100"));
    }

    @Test
    void callersWhoAskAtOnceShareRunsAndTheStatisticsCountBoth() throws Exception {
        put(OF_FOUR);
        // The first joined run is tried both ways, and counts as four.
        assertThat(atOnce()).containsExactly(0.0, 1.0, 4.0, 9.0);
        Map<String, Number> before = statistics();
        assertThat(atOnce()).containsExactly(0.0, 1.0, 4.0, 9.0);
        assertThat(atOnce()).containsExactly(0.0, 1.0, 4.0, 9.0);
        Map<String, Number> after = statistics();
        assertThat(difference(before, after, "inference_count")).isEqualTo(8);
        assertThat(difference(before, after, "execution_count")).isEqualTo(2);
        assertThat(difference(before, after, "success")).isEqualTo(8);
        assertThat(difference(before, after, "of_four")).isEqualTo(2);
        assertThat(difference(before, after, "waited")).isPositive();
        assertThat(meters.get("holdfast.inference.batch.rows").summary().max()).isEqualTo(4);
    }

    private List<Double> atOnce() throws Exception {
        List<Future<Double>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                int value = i;
                answers.add(callers.submit(() -> square(1, value)));
            }
        }
        List<Double> values = new ArrayList<>();
        for (Future<Double> answer : answers) {
            values.add(answer.get());
        }
        return values;
    }

    private double square(int rows, int value) {
        OutputsOnly answer = Objects.requireNonNull(client.post()
                .uri("/v2/models/" + NAME + "/infer")
                .body(request(rows, value))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(OutputsOnly.class)
                .returnResult()
                .getResponseBody());
        return answer.outputs().getFirst().data().getLast();
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record OutputsOnly(List<Output> outputs) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Output(List<Double> data) {}

    private static String request(int rows, int value) {
        String data = String.join(",", Collections.nCopies(rows * 2, Integer.toString(value)));
        return "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [" + rows + ", 2], \"data\": ["
                + data + "]}]}";
    }

    private Map<String, Number> statistics() {
        ServedModelStatistics all = Objects.requireNonNull(client.get()
                .uri("/v2/models/" + NAME + "/stats")
                .exchange()
                .expectBody(ServedModelStatistics.class)
                .returnResult()
                .getResponseBody());
        ServedModelStatistics.OfModel model = all.modelStats().getFirst();
        long ofFour = model.batchStats().stream()
                .filter(batch -> batch.batchSize() == 4)
                .mapToLong(batch -> batch.computeInfer().count())
                .sum();
        return Map.of(
                "inference_count", model.inferenceCount(),
                "execution_count", model.executionCount(),
                "success", model.inferenceStats().success().count(),
                "waited", model.inferenceStats().queue().ns(),
                "of_four", ofFour);
    }

    private static long difference(Map<String, Number> before, Map<String, Number> after, String figure) {
        return Objects.requireNonNull(after.get(figure)).longValue()
                - Objects.requireNonNull(before.get(figure)).longValue();
    }

    private Batching inUse() {
        try (ActiveRelease active = Objects.requireNonNull(deployments.active(NAME))) {
            return active.batching();
        }
    }

    private RestTestClient.BodyContentSpec config() {
        return client.get()
                .uri("/v2/models/" + NAME + "/config")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    private RestTestClient.BodyContentSpec put(String body) {
        return client.put()
                .uri("/api/v1/deployments/" + NAME)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectBody();
    }
}
