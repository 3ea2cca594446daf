package dev.holdfast.tracking.web;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.tracking.Metric;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.Runs;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.UriComponentsBuilder;

@HoldfastTest
class MetricCurveEndpointTest {
    private static final String KEY = "val/loss é";

    @Autowired
    RestTestClient http;

    @Autowired
    Runs runs;

    String first = "";
    String second = "";

    @BeforeEach
    void logTwoRuns() {
        first = runs.start(new RunStart("Default", null, Map.of()), Actor.SYSTEM)
                .runId();
        second = runs.start(new RunStart("Default", null, Map.of()), Actor.SYSTEM)
                .runId();
    }

    @Test
    void givesTheCurvesOfTheRunsInTheirOrder() {
        log(first, 1, Double.NaN, 3);
        log(second, 7);
        curves(KEY, second, first)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[*].run_id")
                .isEqualTo(List.of(second, first))
                .jsonPath("$.items[1].steps")
                .isEqualTo(List.of(0, 1, 2))
                .jsonPath("$.items[1].timestamps_ms")
                .isEqualTo(List.of(1_000_000, 1_000_001, 1_000_002))
                .jsonPath("$.items[1].values")
                .isEqualTo(Arrays.asList(1.0, null, 3.0))
                .jsonPath("$.items[0].points")
                .isEqualTo(1);
    }

    @Test
    void givesAPartInAsManyPointsAsAreAskedFor() {
        log(first, IntStream.range(0, 1_000).mapToDouble(i -> i == 500 ? 9 : 1).toArray());
        get("run_id={run}&key={key}&max_points=4&first_step=100&last_step=899", first, KEY)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].points")
                .isEqualTo(800)
                .jsonPath("$.items[0].steps.length()")
                .isEqualTo(4)
                .jsonPath("$.items[0].steps[0]")
                .isEqualTo(100)
                .jsonPath("$.items[0].values[?(@ == 9.0)]")
                .isEqualTo(List.of(9.0));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    no-such-run
                    ' OR 1=1 --
                    ../../etc/passwd
                    00000000000000000000000000000000
                    """)
    void whatDoesNotExistHasNoPoints(String run) {
        log(first, 1);
        curves(KEY, run)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].points")
                .isEqualTo(0);
        curves(run, first)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].points")
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    key=loss                                           | run_id
                    run_id=&key=loss                                   | run_id
                    run_id=a                                           | key
                    run_id=a&key=loss&max_points=3                     | max_points
                    run_id=a&key=loss&max_points=2501                  | max_points
                    run_id=a&key=loss&max_points=-1                    | max_points
                    run_id=a&key=loss&max_points=many                  | max_points
                    run_id=a&key=loss&max_points=99999999999           | max_points
                    run_id=a&key=loss&first_step=1.5                   | first_step
                    run_id=a&key=loss&last_step=9223372036854775808    | last_step
                    run_id=a&key=loss&first_step=2&last_step=1         | last_step
                    run_id=a&key=loss&smooth=yes                       | smooth
                    """)
    void refusesGarbageAndNamesIt(String query, String field) {
        get(query)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void refusesWhatNoMetricCanBeCalledAndTooManyRuns() {
        get("run_id={run}&key={key}", first, "a\0b").expectStatus().isEqualTo(422);
        curves(KEY, Collections.nCopies(101, first).toArray(String[]::new))
                .expectStatus()
                .isBadRequest();
        curves(KEY, Collections.nCopies(100, first).toArray(String[]::new))
                .expectStatus()
                .isOk();
    }

    @Test
    void wantsACaller() {
        http.get()
                .uri("/api/v1/metric-curves?run_id=" + first + "&key=loss")
                .header("X-Test-Role", "none")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    private RestTestClient.ResponseSpec curves(String key, String... runIds) {
        return http.get()
                .uri(UriComponentsBuilder.fromPath("/api/v1/metric-curves")
                        .queryParam("key", "{key}")
                        .queryParam(
                                "run_id",
                                IntStream.range(0, runIds.length)
                                        .mapToObj(i -> "{run" + i + "}")
                                        .toArray())
                        .encode()
                        .buildAndExpand(
                                Stream.concat(Stream.of(key), Stream.of(runIds)).toArray())
                        .toUri())
                .exchange();
    }

    private RestTestClient.ResponseSpec get(String query, Object... values) {
        return http.get().uri("/api/v1/metric-curves?" + query, values).exchange();
    }

    private void log(String run, double... values) {
        runs.logMetrics(
                run,
                IntStream.range(0, values.length)
                        .mapToObj(i -> new Metric(KEY, values[i], Instant.ofEpochMilli(1_000_000 + i), i))
                        .toList());
    }
}
