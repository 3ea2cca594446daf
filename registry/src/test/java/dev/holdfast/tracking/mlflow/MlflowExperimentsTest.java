package dev.holdfast.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class MlflowExperimentsTest {
    @Autowired
    RestTestClient http;

    @Autowired
    JsonMapper json;

    Mlflow mlflow;

    @BeforeEach
    void client() {
        mlflow = new Mlflow(http, json);
    }

    @Test
    void theDefaultExperimentIsThere() {
        JsonNode experiment = get("0").at("/experiment");
        assertThat(experiment.path("name").stringValue()).isEqualTo("Default");
        assertThat(experiment.path("artifact_location").stringValue()).isEqualTo("mlflow-artifacts:/0");
        assertThat(experiment.path("lifecycle_stage").stringValue()).isEqualTo("active");
        assertThat(mlflow.call("runs/create", "{'experiment_id': '0'}")
                        .ok()
                        .at("/run/info/experiment_id")
                        .stringValue())
                .isEqualTo("0");
    }

    @Test
    void keepsWhatItIsMadeWith() {
        String id =
                mlflow.post("experiments/create", """
                        {"name": "made é 😀 / %;'", "artifact_location": "s3://bucket/path",
                         "tags": [{"key": "team", "value": "a\\"b"}, {"key": "note"}]}
                        """).ok().at("/experiment_id").stringValue();
        JsonNode byName = mlflow.get("experiments/get-by-name", Map.of("experiment_name", "made é 😀 / %;'"))
                .ok()
                .at("/experiment");
        assertThat(byName).isEqualTo(get(id).at("/experiment"));
        assertThat(byName.path("artifact_location").stringValue()).isEqualTo("s3://bucket/path");
        assertThat(byName.path("creation_time").isIntegralNumber()).isTrue();
        assertThat(byName.path("last_update_time")).isEqualTo(byName.path("creation_time"));
        assertThat(byName.path("tags")).isEqualTo(json.readTree("""
                        [{"key": "note", "value": ""}, {"key": "team", "value": "a\\"b"}]
                        """));
        JsonNode run = mlflow.run(id, "{'experiment_id': 'EXPERIMENT'}");
        assertThat(run.at("/info/artifact_uri").stringValue())
                .isEqualTo("s3://bucket/path/" + run.at("/info/run_id").stringValue() + "/artifacts");
    }

    @Test
    void deletionAndRestorationTakeTheRunsAlong() {
        String id = mlflow.experiment("binned");
        String run = mlflow.run(id);
        mlflow.call("experiments/delete", "{'experiment_id': '" + id + "'}").ok();
        assertThat(get(id).at("/experiment/lifecycle_stage").stringValue()).isEqualTo("deleted");
        assertThat(mlflow.getRun(run).at("/info/lifecycle_stage").stringValue()).isEqualTo("deleted");

        assertThat(mlflow.call("experiments/delete", "{'experiment_id': '" + id + "'}")
                        .failure())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No Experiment with id=" + id + " exists");
        assertThat(mlflow.call("experiments/create", "{'name': 'binned'}").failure())
                .startsWith("400 RESOURCE_ALREADY_EXISTS: Experiment(name=binned) already exists.");
        assertThat(mlflow.call("experiments/update", "{'experiment_id': '" + id + "', 'new_name': 'x'}")
                        .failure())
                .startsWith("400 ")
                .endsWith("Cannot rename a non-active experiment.");
        assertThat(mlflow.call(
                                "experiments/set-experiment-tag",
                                "{'experiment_id': '" + id + "', 'key': 'k', 'value': 'v'}")
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: The experiment " + id
                        + " must be in the 'active' state. Current state is deleted.");
        assertThat(mlflow.call("runs/create", "{'experiment_id': '" + id + "'}").failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: The experiment " + id
                        + " must be in the 'active' state. Current state is deleted.");

        mlflow.call("experiments/restore", "{'experiment_id': '" + id + "'}").ok();
        assertThat(mlflow.getRun(run).at("/info/lifecycle_stage").stringValue()).isEqualTo("active");
        assertThat(mlflow.call("experiments/restore", "{'experiment_id': '" + id + "'}")
                        .failure())
                .startsWith("404 RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void renamesAndTags() {
        String id = mlflow.experiment("before");
        mlflow.experiment("taken");
        mlflow.call("experiments/update", "{'experiment_id': '" + id + "', 'new_name': 'after'}")
                .ok();
        assertThat(get(id).at("/experiment/name").stringValue()).isEqualTo("after");
        assertThat(mlflow.call("experiments/update", "{'experiment_id': '" + id + "', 'new_name': 'taken'}")
                        .failure())
                .startsWith("400 RESOURCE_ALREADY_EXISTS");

        tag(id, "k", "v1").ok();
        tag(id, "k", "v2").ok();
        assertThat(get(id).at("/experiment/tags")).isEqualTo(json.readTree("[{\"key\": \"k\", \"value\": \"v2\"}]"));
        assertThat(tag(id, "k", "x".repeat(20_001)).failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: 'value' exceeds the maximum length of 20000 characters");
        String delete = "{'experiment_id': '" + id + "', 'key': 'k'}";
        mlflow.call("experiments/delete-experiment-tag", delete).ok();
        assertThat(mlflow.call("experiments/delete-experiment-tag", delete).failure())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No tag with name: k in experiment with id " + id);
    }

    @Test
    void locationsOnOtherHostsAreRefused() {
        for (String location :
                List.of("http://host/a", "HTTPS://host/a", "ftp://host/a", "mlflow-artifacts://host:5000/a")) {
            assertThat(mlflow.call("experiments/create", "{'name': 'loc', 'artifact_location': '" + location + "'}")
                            .failure())
                    .startsWith("400 INVALID_PARAMETER_VALUE: 'artifact_location' cannot use the '"
                            + location.substring(0, location.indexOf(':')).toLowerCase(Locale.ROOT) + "' scheme");
        }
    }

    @Test
    void relativeLocationsAreBelowTheServersFolder() {
        String folder = Path.of("").toAbsolutePath().toString();
        Map<String, String> kept = Map.of(
                "my location", folder + "/my location",
                "file:mine", "file://" + folder + "/mine",
                "/mine", "/mine",
                "mlflow-artifacts:/mine", "mlflow-artifacts:/mine",
                "s3://bucket/mine", "s3://bucket/mine");
        kept.forEach((given, expected) -> {
            String id = mlflow.call(
                            "experiments/create", "{'name': 'at " + given + "', 'artifact_location': '" + given + "'}")
                    .ok()
                    .at("/experiment_id")
                    .stringValue();
            assertThat(mlflow.get("experiments/get", Map.of("experiment_id", id))
                            .ok()
                            .at("/experiment/artifact_location")
                            .stringValue())
                    .isEqualTo(expected);
        });
    }

    @Test
    void refusesWhatIsWrong() {
        assertThat(mlflow.call("experiments/create", "{}").failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'name'.");
        assertThat(mlflow.call("experiments/create", "{'name': 123}").failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Invalid value 123 for parameter 'name' supplied");
        assertThat(mlflow.call("experiments/create", "{'name': '" + "n".repeat(501) + "'}")
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: 'name' exceeds the maximum length of 500 characters");
        assertThat(mlflow.call("experiments/create", "{'name': 'loc', 'artifact_location': 'runs:/a/b'}")
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: Artifact location cannot be a runs:/ URI. Given: 'runs:/a/b'");
        assertThat(mlflow.call("experiments/create", "{'name': 'loc', 'artifact_location': 's3://b/p#f'}")
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: 'artifact_location' URL can't include fragments or params.");
        assertThat(mlflow.call("experiments/create", "{'name': 'loc', 'artifact_location': 's3://b?a=%252E%252E/x'}")
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: Invalid query string");
        assertThat(mlflow.get("experiments/get", Map.of("experiment_id", "abc")).failure())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid experiment ID 'abc'. Experiment ID must be a valid integer.");
        assertThat(mlflow.get("experiments/get", Map.of("experiment_id", "123456"))
                        .failure())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No Experiment with id=123456 exists");
        assertThat(mlflow.get("experiments/get-by-name", Map.of("experiment_name", "none"))
                        .failure())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: Could not find experiment with name 'none'");
    }

    @Test
    void oneOfManyMakesAnExperiment() throws Exception {
        List<Mlflow.Answer> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Mlflow.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                calls.add(threads.submit(() -> mlflow.call("experiments/create", "{'name': 'contended'}")));
            }
            for (Future<Mlflow.Answer> call : calls) {
                answers.add(call.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(15)
                .allSatisfy(answer -> assertThat(answer.failure()).startsWith("400 RESOURCE_ALREADY_EXISTS"));
    }

    private Mlflow.Answer tag(String experiment, String key, String value) {
        return mlflow.call(
                "experiments/set-experiment-tag",
                "{'experiment_id': '" + experiment + "', 'key': '" + key + "', 'value': '" + value + "'}");
    }

    private JsonNode get(String id) {
        return mlflow.get("experiments/get", Map.of("experiment_id", id)).ok();
    }
}
