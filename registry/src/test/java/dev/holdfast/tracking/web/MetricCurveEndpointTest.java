package dev.holdfast.tracking.web;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.tracking.Metric;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

@HoldfastTest
class MetricCurveEndpointTest {
    @Autowired
    RestTestClient http;

    @Autowired
    Runs runs;

    @Test
    void curvesComeInTheOrderOfTheirRunsWithGapsForWhatIsNoNumber() {
        String first = run(1, Double.NaN);
        String second = run(2, 3);
        http.get()
                .uri("/api/v1/metric-curves?key=val/loss&run_id=" + second + "&run_id=" + first)
                .header("X-Test-Role", "viewer")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"items": [
                          {"run_id": "%s", "points": 2, "steps": [0, 1], "timestamps_ms": [1000, 1001], "values": [2.0, 3.0]},
                          {"run_id": "%s", "points": 2, "steps": [0, 1], "timestamps_ms": [1000, 1001], "values": [1.0, null]}]}
                        """.formatted(second, first));
        http.get()
                .uri("/api/v1/metric-curves?key=val/loss&first_step=1&last_step=9&run_id=" + second)
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].steps")
                .isEqualTo(List.of(1));
    }

    @ParameterizedTest
    @CsvSource({
        "max_points=3, max_points",
        "max_points=2501, max_points",
        "first_step=2&last_step=1, last_step",
    })
    void whatCannotBeDrawnIsRefusedByItsField(String asked, String field) {
        http.get()
                .uri("/api/v1/metric-curves?key=loss&run_id=a&" + asked)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void moreThanAHundredRunsAreTooMany() {
        http.get()
                .uri("/api/v1/metric-curves?key=loss" + "&run_id=a".repeat(101))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("run_id");
    }

    private String run(double... values) {
        String run = runs.start(new RunStart("Default", null, Map.of()), Actor.SYSTEM).runId();
        for (int step = 0; step < values.length; step++) {
            runs.logMetrics(run, List.of(new Metric("val/loss", values[step], Instant.ofEpochMilli(1000 + step), step)));
        }
        return run;
    }
}
