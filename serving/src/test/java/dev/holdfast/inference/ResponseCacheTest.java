package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.PredictionSink;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Deployments that keep answers, as callers see them. */
@HoldfastTest
@Import(ResponseCacheTest.Observed.class)
class ResponseCacheTest extends ServedTestCase {
    private static final String NAME = "remembering";
    private static final String ON = "{\"cache\": {\"enabled\": true, \"max_bytes\": 100000}}";

    @TestConfiguration
    static class Observed {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Seen seen() {
            return new Seen();
        }
    }

    static final class Seen implements PredictionSink {
        private final List<PredictionRecord> all = new CopyOnWriteArrayList<>();

        @Override
        public void accept(PredictionRecord prediction) {
            all.add(prediction);
        }
    }

    @Autowired
    private RestTestClient client;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Seen seen;

    @BeforeEach
    void deploy() throws IOException {
        List<String> classes = List.of("no", "yes");
        serve(
                NAME,
                TinyOnnx.classifier(TestModels.COLUMNS, classes, 0),
                TinyOnnx.classifier(TestModels.COLUMNS, classes, 1));
        seen.all.clear();
    }

    @Test
    void whatWasAskedBeforeRunsNothingAndIsAPredictionOfItsOwn() {
        put(ON);
        Figures before = figures();
        Answer first = ask("", "1");
        Answer again = ask("", "1.0");
        Answer part = ask("\"outputs\": [{\"name\": \"probabilities\"}],", "1");
        Answer other = ask("", "2");
        Figures after = figures();
        assertThat(again.outputs()).isEqualTo(first.outputs());
        assertThat(part.outputs()).hasSize(1).first().isEqualTo(first.outputs().getLast());
        assertThat(other.outputs()).isNotEqualTo(first.outputs());
        assertThat(after.hits() - before.hits()).isEqualTo(2);
        assertThat(after.misses() - before.misses()).isEqualTo(2);
        assertThat(after.executions() - before.executions()).isEqualTo(2);
        assertThat(after.rows() - before.rows()).isEqualTo(4);
        Set<UUID> ids = new HashSet<>();
        seen.all.forEach(prediction -> ids.add(prediction.id()));
        assertThat(ids)
                .containsExactlyInAnyOrder(
                        first.parameters().predictionId(),
                        again.parameters().predictionId(),
                        part.parameters().predictionId(),
                        other.parameters().predictionId())
                .hasSize(4);
        assertThat(seen.all.get(1).outputs()).hasSize(2);
        assertThat(meters.get("holdfast.inference.cache.requests")
                        .tag("result", "hit")
                        .tag("deployment", NAME)
                        .counters())
                .isNotEmpty();
        config().jsonPath("$.response_cache.enable").isEqualTo(true);
    }

    @Test
    void anotherReleaseAnswersByItself() {
        put(ON);
        Answer old = ask("", "0.1");
        deployments.release(NAME, new ReleaseRequest(NAME, 2, null), Actor.SYSTEM);
        Answer fresh = ask("", "0.1");
        assertThat(fresh.parameters().modelVersion()).isEqualTo("2");
        assertThat(fresh.outputs()).isNotEqualTo(old.outputs());
        deployments.rollback(NAME, null, "test", Actor.SYSTEM);
        Answer back = ask("", "0.1");
        assertThat(back.parameters().modelVersion()).isEqualTo("1");
        assertThat(back.outputs()).isEqualTo(old.outputs());
    }

    @Test
    void itIsOffUntilItIsAskedForAndWrongRequestsAreNeverRemembered() {
        Figures before = figures();
        ask("", "3");
        ask("", "3");
        assertThat(figures().executions() - before.executions()).isEqualTo(2);
        assertThat(figures().hits()).isEqualTo(before.hits());
        config().jsonPath("$.response_cache").doesNotExist();
        put(ON);
        for (int i = 0; i < 2; i++) {
            client.post()
                    .uri("/v2/models/" + NAME + "/infer")
                    .body("{\"inputs\": [{\"name\": \"a\", \"datatype\": \"FP32\", \"shape\": [1, 1], \"data\": [1]}]}")
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
        client.put()
                .uri("/api/v1/deployments/" + NAME)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"cache\": {\"enabled\": true, \"max_bytes\": 1}}")
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(Parameters parameters, List<Map<String, Object>> outputs) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Parameters(UUID predictionId, String modelVersion) {}

    record Figures(long hits, long misses, long executions, long rows) {}

    private Answer ask(String more, String value) {
        return Objects.requireNonNull(client.post()
                .uri("/v2/models/" + NAME + "/infer")
                .body("{" + more
                        + " \"inputs\": [{\"name\": \"a\", \"datatype\": \"FP32\", \"shape\": [1, 1], \"data\": ["
                        + value + "]}, {\"name\": \"b\", \"datatype\": \"FP32\", \"shape\": [1, 1], \"data\": [1]}]}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Answer.class)
                .returnResult()
                .getResponseBody());
    }

    private Figures figures() {
        ServedModelStatistics.OfModel model = Objects.requireNonNull(client.get()
                        .uri("/v2/models/" + NAME + "/stats")
                        .exchange()
                        .expectBody(ServedModelStatistics.class)
                        .returnResult()
                        .getResponseBody())
                .modelStats()
                .getFirst();
        return new Figures(
                model.inferenceStats().cacheHit().count(),
                model.inferenceStats().cacheMiss().count(),
                model.executionCount(),
                model.inferenceCount());
    }

    private RestTestClient.BodyContentSpec config() {
        return client.get().uri("/v2/models/" + NAME + "/config").exchange().expectBody();
    }

    private void put(String body) {
        client.put()
                .uri("/api/v1/deployments/" + NAME)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }
}
