package dev.holdfast.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class MlflowMetricsTest {
    @Autowired
    RestTestClient http;

    @Autowired
    JsonMapper json;

    Mlflow mlflow;
    String run;

    @BeforeEach
    void client() {
        mlflow = new Mlflow(http, json);
        run = mlflow.run("0");
    }

    @Test
    void valuesThatAreNoNumbersComeBack() {
        log("m", "'NaN'", 1, 0);
        log("m", "'Infinity'", 2, 0);
        log("m", "'-Infinity'", 3, 0);
        log("m", "1e-7", 4, 0);
        assertThat(history("m").toString()).isEqualTo("""
                        [{"key":"m","value":"NaN","timestamp":1,"step":0},\
                        {"key":"m","value":1.7976931348623157E308,"timestamp":2,"step":0},\
                        {"key":"m","value":-1.7976931348623157E308,"timestamp":3,"step":0},\
                        {"key":"m","value":1.0E-7,"timestamp":4,"step":0}]""");
        assertThat(mlflow.getRun(run).at("/data/metrics").toString())
                .isEqualTo("[{\"key\":\"m\",\"value\":1.0E-7,\"timestamp\":4,\"step\":0}]");
    }

    @Test
    void latestIsTheGreatestStepThenTimestampThenValue() {
        log("m", "0", 100, 1000);
        log("m", "3", 40, 100);
        log("m", "3", 50, 10);
        log("m", "3", 50, 20);
        log("m", "3", 50, 20);
        assertThat(latest()).isEqualTo("{\"key\":\"m\",\"value\":0.0,\"timestamp\":100,\"step\":1000}");
        log("m", "9", 99, 1000);
        assertThat(latest()).contains("\"value\":0.0");
        log("m", "9", 100, 1000);
        assertThat(latest()).contains("\"value\":9.0");
        assertThat(history("m").size()).isEqualTo(6);
    }

    @Test
    void aPointSentAgainIsKeptOnce() {
        String batch = "{'run_id': '" + run + "', 'metrics': [" + point("m", 1, 1, 1) + "," + point("m", 1, 1, 1) + ","
                + point("m", 2, 1, 1) + "]}";
        for (int i = 0; i < 40; i++) {
            mlflow.call("runs/log-batch", batch).ok();
        }
        assertThat(history("m").size()).isEqualTo(2);
        assertThat(sample("m", "").size()).isEqualTo(2);
    }

    @Test
    void pagesOfALongHistoryJoinWithoutAGap() {
        Random random = new Random(7);
        List<long[]> points = new ArrayList<>();
        for (int i = 0; i < 2600; i++) {
            points.add(new long[] {random.nextInt(900), random.nextInt(40), i});
        }
        List<long[]> sent = new ArrayList<>(points);
        // One by one into the tail, in small batches through it, and in large ones past it.
        int[] sizes = {1, 1, 1, 7, 30, 33, 200, 2, 1000};
        for (int i = 0; !sent.isEmpty(); i++) {
            List<long[]> batch = sent.subList(0, Math.min(sent.size(), sizes[i % sizes.length]));
            logAll("long", batch);
            batch.clear();
        }
        points.sort((a, b) -> a[0] != b[0]
                ? Long.compare(a[0], b[0])
                : a[1] != b[1] ? Long.compare(a[1], b[1]) : Long.compare(a[2], b[2]));
        assertThat(triples(history("long"))).isEqualTo(strings(points));

        List<String> paged = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = mlflow.get(
                            "metrics/get-history",
                            Map.of("run_id", run, "metric_key", "long", "max_results", "313", "page_token", token))
                    .ok();
            paged.addAll(triples(page.path("metrics")));
            token = page.path("next_page_token").asString("");
        } while (!token.isEmpty());
        assertThat(paged).isEqualTo(strings(points));
    }

    @Test
    void aSampleIsTheFirstOfEachPartAndTheLastPoint() {
        Random random = new Random(11);
        for (boolean shuffled : new boolean[] {false, true}) {
            String key = "sample" + shuffled;
            List<long[]> points = new ArrayList<>();
            for (int i = 0; i < 3207; i++) {
                points.add(new long[] {1000 + i, i / 3, i});
            }
            List<long[]> sent = new ArrayList<>(points);
            if (shuffled) {
                Collections.shuffle(sent, random);
            }
            for (int from = 0; from < sent.size(); from += 500) {
                logAll(key, sent.subList(from, Math.min(sent.size(), from + 500)));
            }
            for (int limit : new int[] {1, 2, 3, 10, 999, 2500}) {
                assertThat(triples(sample(key, "&max_results=" + limit)))
                        .as("%s of %s", limit, key)
                        .isEqualTo(expected(points, limit));
            }
            List<long[]> between = points.stream()
                    .filter(point -> point[1] >= 17 && point[1] <= 460)
                    .toList();
            assertThat(triples(sample(key, "&max_results=320&start_step=17&end_step=460")))
                    .isEqualTo(expected(between, 320));
            assertThat(sample(key, "&start_step=5000&end_step=6000").size()).isZero();
        }
    }

    @Test
    void severalRunsAreReadTogether() {
        String other = mlflow.run("0");
        log("m", "1", 5, 2);
        log("m", "2", 6, 1);
        mlflow.call("runs/log-metric", "{'run_id': '" + other + "', 'key': 'm', 'value': 3, 'timestamp': 1}")
                .ok();
        String first = run.compareTo(other) < 0 ? run : other;
        JsonNode bulk = mlflow.getAt(
                        "/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=m&run_id=" + run + "&run_id=" + other)
                .ok()
                .path("metrics");
        assertThat(bulk.size()).isEqualTo(3);
        assertThat(bulk.at("/0/run_id").stringValue()).isEqualTo(first);
        assertThat(mlflow.getAt("/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=m&max_results=2&run_id=" + run
                                + "&run_id=" + other)
                        .ok()
                        .path("metrics")
                        .size())
                .isEqualTo(2);
        JsonNode sampled = mlflow.getAt("/api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m&run_ids=" + run
                        + "&run_ids=" + other)
                .ok()
                .path("metrics");
        assertThat(sampled.toString()).isEqualTo("""
                        [{"key":"m","value":2.0,"timestamp":6,"step":1,"run_id":"R"},\
                        {"key":"m","value":1.0,"timestamp":5,"step":2,"run_id":"R"},\
                        {"key":"m","value":3.0,"timestamp":1,"step":0,"run_id":"O"}]""".replace("R", run).replace("O", other));
    }

    @Test
    void refusesWhatIsWrong() {
        String history = "/api/2.0/mlflow/metrics/get-history";
        assertThat(mlflow.getAt(history + "?run_id=" + run).failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'metric_key'.");
        assertThat(mlflow.getAt(history + "?metric_key=m&max_results=0&run_id=" + run)
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: Invalid value 0 for parameter 'max_results' supplied."
                        + " It must be a positive integer.");
        assertThat(mlflow.getAt(history + "?metric_key=m&page_token=abc&run_id=" + run)
                        .failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Invalid page token");
        assertThat(mlflow.getAt(history + "?metric_key=none&run_id=" + "0".repeat(32))
                        .ok()
                        .path("metrics")
                        .size())
                .isZero();
        String interval = "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m";
        assertThat(mlflow.getAt(interval).failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'run_ids'.");
        assertThat(mlflow.getAt(interval + ("&run_ids=" + run).repeat(101)).failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: GetMetricHistoryBulkInterval request must specify at most 100"
                        + " run_ids. Received 101 run_ids.");
        assertThat(mlflow.getAt(interval + "&max_results=2501&run_ids=" + run).failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: max_results must be between 1 and 2500.");
        assertThat(mlflow.getAt(interval + "&start_step=1&run_ids=" + run).failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE:"
                        + " If either start step or end step are specified, both must be specified.");
        assertThat(mlflow.getAt(interval + "&start_step=2&end_step=1&run_ids=" + run)
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: end_step must be greater than start_step."
                        + " Found start_step=2 and end_step=1.");
        String bulk = "/ajax-api/2.0/mlflow/metrics/get-history-bulk?";
        assertThat(mlflow.getAt(bulk + "metric_key=m").failure())
                .endsWith("GetMetricHistoryBulk request must specify at least one run_id.");
        assertThat(mlflow.getAt(bulk + "run_id=" + run).failure())
                .endsWith("GetMetricHistoryBulk request must specify a metric_key.");
    }

    /** The rule, from all points in order of steps. */
    private static List<String> expected(List<long[]> points, int limit) {
        int total = points.size();
        List<long[]> sample = new ArrayList<>();
        if (total <= limit) {
            sample.addAll(points);
        } else {
            int row = 0;
            for (int part = 0; part < limit; part++) {
                sample.add(points.get(row));
                row += total / limit + (part < total % limit ? 1 : 0);
            }
            sample.set(limit - 1, points.get(total - 1));
        }
        return strings(sample);
    }

    private static List<String> strings(List<long[]> points) {
        return points.stream()
                .map(point -> point[0] + " " + point[1] + " " + (double) point[2])
                .toList();
    }

    private static List<String> triples(JsonNode metrics) {
        List<String> triples = new ArrayList<>();
        metrics.forEach(metric -> triples.add(metric.path("timestamp").longValue() + " "
                + metric.path("step").longValue() + " " + metric.path("value").doubleValue()));
        return triples;
    }

    private void logAll(String key, List<long[]> points) {
        List<String> metrics = points.stream()
                .map(point -> point(key, (double) point[2], point[0], point[1]))
                .toList();
        mlflow.call("runs/log-batch", "{'run_id': '" + run + "', 'metrics': [" + String.join(",", metrics) + "]}")
                .ok();
    }

    private static String point(String key, double value, long timestamp, long step) {
        return "{'key': '" + key + "', 'value': " + value + ", 'timestamp': " + timestamp + ", 'step': " + step + "}";
    }

    private void log(String key, String value, long timestamp, long step) {
        mlflow.call(
                        "runs/log-metric",
                        "{'run_id': '" + run + "', 'key': '" + key + "', 'value': " + value + ", 'timestamp': "
                                + timestamp + ", 'step': " + step + "}")
                .ok();
    }

    private String latest() {
        return mlflow.getRun(run).at("/data/metrics/0").toString();
    }

    private JsonNode history(String key) {
        return mlflow.get("metrics/get-history", Map.of("run_id", run, "metric_key", key))
                .ok()
                .path("metrics");
    }

    private JsonNode sample(String key, String more) {
        return mlflow.getAt("/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=" + key + "&run_ids="
                        + run + more)
                .ok()
                .path("metrics");
    }
}
