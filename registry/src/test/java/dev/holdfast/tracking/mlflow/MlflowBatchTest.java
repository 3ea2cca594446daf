package dev.holdfast.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class MlflowBatchTest {
    private static final String INVALID = "400 INVALID_PARAMETER_VALUE: ";

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
    void aParamStandsOnceItIsLogged() {
        param("p", "1").ok();
        param("p", "1").ok();
        assertThat(param("p", "2").failure())
                .isEqualTo(INVALID + "Changing param values is not allowed. Param with key='p' was already logged with"
                        + " value='1' for run ID='" + run + "'. Attempted logging new value '2'.");
    }

    @Test
    void whatAChangedParamWasIsTold() {
        String model = mlflow.call("logged-models", "{'experiment_id': '0', 'name': 'changed'}")
                .ok()
                .at("/model/info/model_id")
                .stringValue();
        mlflow.post("runs/log-parameter", "{\"run_id\": \"" + run + "\", \"key\": \"q\", \"value\": \"it's\"}")
                .ok();
        assertThat(batch("'params': [{'key': 'p', 'value': 'new'}],"
                                + "'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1, 'model_id': '" + model + "'}]")
                        .status())
                .isEqualTo(200);
        assertThat(batch("'params': [{'key': 'p', 'value': 'other'}],"
                                + "'metrics': [{'key': 'n', 'value': 1, 'timestamp': 1, 'model_id': '" + model + "'}]")
                        .failure())
                .isEqualTo(INVALID + "Changing param values is not allowed. Params were already logged='[{'key': 'p',"
                        + " 'old_value': 'new', 'new_value': 'other'}]' for run ID='" + run + "'.");
        assertThat(mlflow.getRun(run).at("/data/metrics")).hasSize(1);
        assertThat(mlflow.post(
                                "runs/log-batch",
                                "{\"run_id\": \"" + run + "\", \"params\": [{\"key\": \"q\", \"value\": \"c\\nd\"}]}")
                        .failure())
                .isEqualTo(INVALID + "Changing param values is not allowed. Params were already logged='[{'key':"
                        + " 'q', 'old_value': \"it's\", 'new_value': 'c\\nd'}]' for run ID='" + run + "'.");
    }

    @Test
    void aMetricNamesItsDatasetWhollyOrNot() {
        assertThat(batch("'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1, 'dataset_name': 'd'}]")
                        .failure())
                .isEqualTo(INVALID + "Both dataset_name and dataset_digest must be provided if one is provided");
        batch("'metrics': [{'key': 'yes', 'value': true, 'timestamp': 1}]").ok();
        assertThat(mlflow.getRun(run).at("/data/metrics/0/value").doubleValue()).isEqualTo(1);
    }

    @Test
    void aBatchIsKeptWholeOrNotAtAll() {
        param("p", "1").ok();
        JsonNode before = mlflow.getRun(run);
        assertThat(batch("""
                        'params': [{'key': 'new', 'value': '1'}, {'key': 'p', 'value': '2'}],
                        'tags': [{'key': 'mlflow.runName', 'value': 'other'}, {'key': 't', 'value': 'v'}],
                        'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1}]
                        """).failure())
                .isEqualTo(INVALID + "Changing param values is not allowed. Params were already logged='[{'key': 'p',"
                        + " 'old_value': '1', 'new_value': '2'}]' for run ID='" + run + "'.");
        assertThat(mlflow.getRun(run)).isEqualTo(before);
        batch("""
                        'params': [{'key': 'new', 'value': '1'}, {'key': 'p', 'value': '1'}],
                        'tags': [{'key': 't', 'value': 'v'}, {'key': 't', 'value': 'w'}],
                        'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1}]
                        """).ok();
        JsonNode data = mlflow.getRun(run).path("data");
        assertThat(data.path("params").toString()).contains("\"new\"").contains("\"p\"");
        assertThat(data.path("tags").toString()).contains("{\"key\":\"t\",\"value\":\"w\"}");
        assertThat(data.at("/metrics/0/step").longValue()).isZero();
    }

    @Test
    void valuesComeBackAsTheyWentInAndLongOnesAreCut() {
        String odd = "q'\"%\\ \t\n\u0001 é 😀 ' OR 1=1; --";
        mlflow.post(
                        "runs/set-tag",
                        json.writeValueAsString(java.util.Map.of("run_id", run, "key", "a/b c.d-e:f_é", "value", odd)))
                .ok();
        assertThat(mlflow.getRun(run).at("/data/tags/0/value").stringValue()).isEqualTo(odd);
        param("long", "😀".repeat(6001)).ok();
        assertThat(mlflow.getRun(run).at("/data/params/0/value").stringValue()).isEqualTo("😀".repeat(6000));
        tag("long", "x".repeat(8001)).ok();
        assertThat(mlflow.getRun(run).at("/data/tags/1/value").stringValue()).isEqualTo("x".repeat(8000));
        assertThat(mlflow.post("runs/set-tag", "{\"run_id\": \"" + run + "\", \"key\": \"k\", \"value\": \"a\\u0000\"}")
                        .failure())
                .startsWith(INVALID);
        assertThat(mlflow.post("runs/set-tag", "{\"run_id\": \"" + run + "\", \"key\": \"k\", \"value\": \"\\ud800\"}")
                        .failure())
                .startsWith(INVALID);
    }

    @Test
    void tagsAreReplacedAndTakenAway() {
        tag("t", "1").ok();
        tag("t", "2").ok();
        assertThat(mlflow.getRun(run).at("/data/tags").toString()).contains("{\"key\":\"t\",\"value\":\"2\"}");
        String delete = "{'run_id': '" + run + "', 'key': 't'}";
        mlflow.call("runs/delete-tag", delete).ok();
        assertThat(mlflow.getRun(run).at("/data/tags").toString()).doesNotContain("\"t\"");
        assertThat(mlflow.call("runs/delete-tag", delete).failure())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No tag with name: t in run with id " + run);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'metrics': [{'key': 'a;', 'value': 1, 'timestamp': 1}]   | Invalid value "a;" for parameter 'metrics[0].name' supplied: Names may only contain alphanumerics
                    'metrics': [{'key': '../a', 'value': 1, 'timestamp': 1}] | Invalid value "../a" for parameter 'metrics[0].name' supplied: Names may be treated as files
                    'metrics': [{'key': 'a//b', 'value': 1, 'timestamp': 1}] | Invalid value "a//b" for parameter 'metrics[0].name' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to 'a/b'
                    'metrics': [{'key': 'a', 'value': 1, 'timestamp': -1}]   | Invalid value -1 for parameter 'metrics[0].timestamp' supplied: metric 'a' (value=1.0). Timestamp must be a nonnegative long (64-bit integer)
                    'metrics': [{'key': 'a', 'value': 1}]                    | Missing value for required parameter 'metrics[0].timestamp'.
                    'metrics': [{'key': 'a', 'timestamp': 1}]                | Missing value for required parameter 'metrics[0].value'.
                    'metrics': [{'value': 1, 'timestamp': 1}]                | Missing value for required parameter 'metrics[0].key'.
                    'metrics': [{'key': 'a', 'value': 'high', 'timestamp': 1}] | Invalid value "high" for parameter 'metrics[0].value' supplied
                    'metrics': 'foo'                                         | Invalid value "foo" for parameter 'metrics' supplied
                    'params': [{'key': 'a;', 'value': '1'}]                  | Invalid value "a;" for parameter 'params[0].key' supplied: Names may only contain
                    'params': [{'value': '1'}]                               | Missing value for required parameter 'params[0].key'.
                    'params': [{'key': 'a', 'value': '1'}, {'key': 'b', 'value': '1'}, {'key': 'a', 'value': '1'}] | Duplicate parameter keys have been submitted: ['a']. Please ensure the request contains only one param value per param key.
                    'tags': [{'key': 'ok', 'value': '1'}, {'key': '/a', 'value': '1'}] | Invalid value "/a" for parameter 'tags[1].key' supplied
                    """)
    void refusesABatchThatIsWrong(String fields, String failure) {
        assertThat(batch(fields).failure()).startsWith(INVALID + failure);
        assertThat(mlflow.getRun(run).path("data").has("metrics")).isFalse();
        assertThat(mlflow.getRun(run).path("data").has("params")).isFalse();
    }

    @Test
    void limits() {
        String key = "k".repeat(251);
        assertThat(batch("'metrics': [{'key': '" + key + "', 'value': 1, 'timestamp': 1}]")
                        .failure())
                .isEqualTo(INVALID + "'Metric name' exceeds the maximum length of 250 characters");
        assertThat(param(key, "1").failure())
                .isEqualTo(INVALID + "'Param key' exceeds the maximum length of 250 characters");
        assertThat(tag(key, "1").failure()).isEqualTo(INVALID + "'key' exceeds the maximum length of 250 characters");
        assertThat(batch("'metrics': [" + many(1001, "'value': 1, 'timestamp': 1") + "]")
                        .failure())
                .isEqualTo(INVALID + "A batch logging request can contain at most 1000 metrics. Got 1001 metrics."
                        + " Please split up metrics across multiple requests and try again.");
        assertThat(batch("'params': [" + many(101, "'value': '1'") + "]").failure())
                .startsWith(INVALID + "A batch logging request can contain at most 100 params. Got 101 params.");
        assertThat(batch("'tags': [" + many(101, "'value': '1'") + "]").failure())
                .startsWith(INVALID + "A batch logging request can contain at most 100 tags. Got 101 tags.");
        assertThat(batch("'metrics': [" + many(950, "'value': 1, 'timestamp': 1") + "], 'params': ["
                                + many(51, "'value': '1'") + "]")
                        .failure())
                .startsWith(INVALID
                        + "A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001");
        assertThat(batch("'tags': [{'key': 'k', 'value': '" + "x".repeat(1_000_000) + "'}]")
                        .failure())
                .startsWith(
                        INVALID + "Batched logging API requests must be at most 1000000 bytes, got a request of size");
        batch("'metrics': [" + many(1000, "'value': 1, 'timestamp': 1") + "]").ok();
        assertThat(mlflow.getRun(run).at("/data/metrics").size()).isEqualTo(1000);
    }

    @Test
    void singleCallsSayWhatTheyMiss() {
        String id = "{'run_id': '" + run + "'";
        assertThat(mlflow.call("runs/log-metric", id + ", 'key': 'm', 'value': 1}")
                        .failure())
                .startsWith(INVALID + "Missing value for required parameter 'timestamp'.");
        assertThat(mlflow.call("runs/log-metric", id + ", 'key': 'm', 'timestamp': 1}")
                        .failure())
                .startsWith(INVALID + "Missing value for required parameter 'value'.");
        assertThat(mlflow.call("runs/log-metric", id + ", 'key': 'm', 'value': 1, 'timestamp': 1, 'step': 'foo'}")
                        .failure())
                .startsWith(INVALID + "Invalid value \"foo\" for parameter 'step' supplied");
        assertThat(mlflow.call("runs/log-metric", id + ", 'key': 'm;', 'value': 1, 'timestamp': 1}")
                        .failure())
                .startsWith(INVALID + "Invalid value \"m;\" for parameter 'name' supplied: Names may only contain");
        assertThat(mlflow.call("runs/log-parameter", id + ", 'value': '1'}").failure())
                .startsWith(INVALID + "Missing value for required parameter 'key'.");
        assertThat(mlflow.call("runs/set-tag", id + ", 'key': 'a', 'value': []}")
                        .failure())
                .startsWith(INVALID + "Invalid value [] for parameter 'value' supplied");
        mlflow.call("runs/log-parameter", id + ", 'key': 'none'}").ok();
        assertThat(mlflow.getRun(run).at("/data/params/0/value").stringValue()).isEmpty();
    }

    @Test
    void manyWritersOfOneRunLoseNothing() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                String mine = "w" + writer;
                int offset = writer;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        batch("'metrics': [{'key': 'shared', 'value': 1, 'timestamp': 1, 'step': " + (8 * i + offset)
                                        + "}], 'params': [{'key': '" + mine + i
                                        + "', 'value': 'v'}, {'key': 'same', 'value': 's'}],"
                                        + " 'tags': [{'key': 'same', 'value': '" + mine + "'}]")
                                .ok();
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        JsonNode data = mlflow.getRun(run).path("data");
        assertThat(data.path("params").size()).isEqualTo(241);
        assertThat(data.at("/metrics/0/step").longValue()).isEqualTo(239);
        assertThat(mlflow.getAt("/api/2.0/mlflow/metrics/get-history?metric_key=shared&run_id=" + run)
                        .ok()
                        .path("metrics")
                        .size())
                .isEqualTo(240);
    }

    private static String many(int count, String rest) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{'key': 'k" + i + "', " + rest + "}")
                .collect(Collectors.joining(","));
    }

    private Mlflow.Answer batch(String fields) {
        return mlflow.call("runs/log-batch", "{'run_id': '" + run + "', " + fields + "}");
    }

    private Mlflow.Answer param(String key, String value) {
        return mlflow.call(
                "runs/log-parameter", "{'run_id': '" + run + "', 'key': '" + key + "', 'value': '" + value + "'}");
    }

    private Mlflow.Answer tag(String key, String value) {
        return mlflow.call("runs/set-tag", "{'run_id': '" + run + "', 'key': '" + key + "', 'value': '" + value + "'}");
    }
}
