package dev.holdfast.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class MlflowRunsTest {
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
    void aNewRunShowsWhatItIsMadeWith() {
        String experiment = mlflow.experiment("new runs");
        JsonNode run = mlflow.run(experiment, """
                        {'experiment_id': 'EXPERIMENT', 'start_time': '1700000000000', 'user_id': 'anna',
                         'run_name': 'first', 'tags': [{'key': 'odd key; é', 'value': 'v'}]}
                        """);
        JsonNode info = run.path("info");
        String id = info.path("run_id").stringValue();
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(info.path("run_uuid").stringValue()).isEqualTo(id);
        assertThat(info.path("run_name").stringValue()).isEqualTo("first");
        assertThat(info.path("user_id").stringValue()).isEqualTo("anna");
        assertThat(info.path("status").stringValue()).isEqualTo("RUNNING");
        assertThat(info.path("start_time").longValue()).isEqualTo(1_700_000_000_000L);
        assertThat(info.has("end_time")).isFalse();
        assertThat(info.path("artifact_uri").stringValue())
                .isEqualTo("mlflow-artifacts:/" + experiment + "/" + id + "/artifacts");
        assertThat(run.at("/data/tags")).isEqualTo(json.readTree("""
                        [{"key": "odd key; é", "value": "v"}, {"key": "mlflow.runName", "value": "first"}]
                        """));
        JsonNode read = mlflow.getRun(id);
        assertThat(read.path("info")).isEqualTo(info);
        assertThat(read.at("/data/tags").size()).isEqualTo(2);
    }

    @Test
    void aNameIsInventedAndFollowsItsTag() {
        String experiment = mlflow.experiment("names");
        JsonNode run = mlflow.run(experiment, "{'experiment_id': 'EXPERIMENT'}");
        String id = run.at("/info/run_id").stringValue();
        assertThat(run.at("/info/run_name").stringValue())
                .matches("[a-z]+-[a-z]+-[0-9]+")
                .hasSizeLessThan(21);
        assertThat(run.at("/info/start_time").longValue()).isZero();
        assertThat(run.at("/data/tags/0/value")).isEqualTo(run.at("/info/run_name"));
        assertThat(mlflow.run(experiment, """
                                {'experiment_id': 'EXPERIMENT', 'tags': [{'key': 'mlflow.runName', 'value': 'tagged'}]}
                                """).at("/info/run_name").stringValue())
                .isEqualTo("tagged");
        assertThat(mlflow.call("runs/create", """
                                {'experiment_id': '%s', 'run_name': 'a', 'tags': [{'key': 'mlflow.runName', 'value': 'b'}]}
                                """.formatted(experiment)).failure())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Both 'run_name' argument and 'mlflow.runName' tag are specified,"
                                + " but with different values (run_name='a', mlflow.runName='b').");

        mlflow.call("runs/set-tag", "{'run_id': '" + id + "', 'key': 'mlflow.runName', 'value': 'by tag'}")
                .ok();
        assertThat(mlflow.getRun(id).at("/info/run_name").stringValue()).isEqualTo("by tag");
        mlflow.call(
                        "runs/log-batch",
                        "{'run_id': '" + id + "', 'tags': [{'key': 'mlflow.runName', 'value': 'by batch'}]}")
                .ok();
        assertThat(mlflow.getRun(id).at("/info/run_name").stringValue()).isEqualTo("by batch");
        JsonNode updated = mlflow.call("runs/update", "{'run_id': '" + id + "', 'run_name': 'by update'}")
                .ok();
        assertThat(updated.at("/run_info/run_name").stringValue()).isEqualTo("by update");
        assertThat(updated.at("/run_info/status").stringValue()).isEqualTo("RUNNING");
        assertThat(mlflow.getRun(id).at("/data/tags/0/value").stringValue()).isEqualTo("by update");
        mlflow.call("runs/update", "{'run_id': '" + id + "', 'run_name': ''}").ok();
        assertThat(mlflow.getRun(id).at("/info/run_name").stringValue()).isEqualTo("by update");
    }

    @Test
    void endsAndBegins() {
        String id = mlflow.run("0");
        JsonNode info = mlflow.call("runs/update", "{'run_uuid': '" + id + "', 'status': 'FINISHED', 'end_time': 99}")
                .ok()
                .path("run_info");
        assertThat(info.path("status").stringValue()).isEqualTo("FINISHED");
        assertThat(info.path("end_time").longValue()).isEqualTo(99);
        assertThat(mlflow.getRun(id).path("info")).isEqualTo(info);
        mlflow.call("runs/update", "{'run_id': '" + id + "', 'status': 'RUNNING'}")
                .ok();
        assertThat(mlflow.getRun(id).at("/info/status").stringValue()).isEqualTo("RUNNING");
        assertThat(mlflow.call("runs/update", "{'run_id': '" + id + "', 'status': 'ASLEEP'}")
                        .failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Invalid value \"ASLEEP\" for parameter 'status' supplied");
        assertThat(mlflow.call("runs/update", "{'run_id': '" + id + "', 'end_time': 1.5}")
                        .failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Invalid value 1.5 for parameter 'end_time' supplied");
    }

    @Test
    void aDeletedRunCanBeReadAndRestoredButNotWritten() {
        String id = mlflow.run("0");
        String body = "{'run_id': '" + id + "'";
        mlflow.call("runs/delete", body + "}").ok();
        assertThat(mlflow.getRun(id).at("/info/lifecycle_stage").stringValue()).isEqualTo("deleted");
        String refusal = "400 INVALID_PARAMETER_VALUE: The run " + id
                + " must be in the 'active' state. Current state is deleted.";
        assertThat(mlflow.call("runs/update", body + ", 'status': 'KILLED'}").failure())
                .isEqualTo(refusal);
        assertThat(mlflow.call("runs/log-metric", body + ", 'key': 'm', 'value': 1, 'timestamp': 1}")
                        .failure())
                .isEqualTo(refusal);
        assertThat(mlflow.call("runs/log-parameter", body + ", 'key': 'p', 'value': '1'}")
                        .failure())
                .isEqualTo(refusal);
        assertThat(mlflow.call("runs/set-tag", body + ", 'key': 't', 'value': '1'}")
                        .failure())
                .isEqualTo(refusal);
        assertThat(mlflow.call("runs/delete-tag", body + ", 'key': 't'}").failure())
                .isEqualTo(refusal);
        assertThat(mlflow.call("runs/log-batch", body + ", 'params': [{'key': 'p', 'value': '1'}]}")
                        .failure())
                .isEqualTo(refusal);
        assertThat(mlflow.call("runs/log-inputs", body + ", 'models': [{'model_id': 'm-1'}]}")
                        .failure())
                .isEqualTo(refusal);
        assertThat(mlflow.call("runs/outputs", body + ", 'models': [{'model_id': 'm-1'}]}")
                        .failure())
                .isEqualTo(refusal);
        mlflow.call("runs/restore", body + "}").ok();
        mlflow.call("runs/set-tag", body + ", 'key': 't', 'value': '1'}").ok();
        assertThat(mlflow.getRun(id).at("/info/lifecycle_stage").stringValue()).isEqualTo("active");
    }

    @Test
    void anUnknownRunIsToldByItsId() {
        for (String id : new String[] {"0".repeat(32), "nonsense", "ABCDEF0123456789ABCDEF0123456789"}) {
            String failure = "404 RESOURCE_DOES_NOT_EXIST: Run with id=" + id + " not found";
            String body = "{'run_id': '" + id + "'";
            assertThat(mlflow.get("runs/get", Map.of("run_id", id)).failure()).isEqualTo(failure);
            assertThat(mlflow.get("runs/get", Map.of("run_uuid", id)).failure()).isEqualTo(failure);
            assertThat(mlflow.call("runs/delete", body + "}").failure()).isEqualTo(failure);
            assertThat(mlflow.call("runs/restore", body + "}").failure()).isEqualTo(failure);
            assertThat(mlflow.call("runs/update", body + "}").failure()).isEqualTo(failure);
            assertThat(mlflow.call("runs/log-batch", body + ", 'tags': [{'key': 'a', 'value': 'b'}]}")
                            .failure())
                    .isEqualTo(failure);
            assertThat(mlflow.call("runs/delete-tag", body + ", 'key': 'a'}").failure())
                    .isEqualTo(failure);
        }
        assertThat(mlflow.call("runs/get", "{}").failure()).startsWith("404 ENDPOINT_NOT_FOUND");
        assertThat(mlflow.call("runs/delete", "{}").failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'run_id'.");
        assertThat(mlflow.call("runs/log-batch", "{'run_id': 'a b'}").failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: Invalid value \"a b\" for parameter 'run_id' supplied.");
        assertThat(mlflow.call("runs/create", "{'experiment_id': '987654'}").failure())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No Experiment with id=987654 exists");
        assertThat(mlflow.call("runs/create", "{}").failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'experiment_id'.");
        assertThat(mlflow.call("runs/create", "{'experiment_id': '0', 'start_time': 'soon'}")
                        .failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Invalid value \"soon\" for parameter 'start_time' supplied");
    }

    @Test
    void datasetsAndModelsStandWithTheRun() {
        String experiment = mlflow.experiment("inputs");
        String id = mlflow.run(experiment);
        mlflow.call("runs/log-inputs", """
                        {'run_id': '%s', 'models': [{'model_id': 'm-in'}],
                         'datasets': [{'tags': [{'key': 'mlflow.data.context', 'value': 'train'}],
                                       'dataset': {'name': 'rows', 'digest': 'abc', 'source_type': 'local', 'source': '{}',
                                                   'schema': '[]'}},
                                      {'dataset': {'name': 'rows', 'digest': 'abc', 'source_type': 'twice', 'source': '{}'}}]}
                        """.formatted(id)).ok();
        mlflow.call("runs/log-inputs", """
                        {'run_id': '%s', 'datasets': [{'tags': [{'key': 'mlflow.data.context', 'value': 'again'}],
                         'dataset': {'name': 'rows', 'digest': 'abc', 'source_type': 'other', 'source': 'x'}}]}
                        """.formatted(id)).ok();
        mlflow.call("runs/outputs", "{'run_id': '" + id + "', 'models': [{'model_id': 'm-out', 'step': 3}]}")
                .ok();
        JsonNode run = mlflow.getRun(id);
        assertThat(run.path("inputs")).isEqualTo(json.readTree("""
                        {"dataset_inputs": [{"tags": [{"key": "mlflow.data.context", "value": "train"}],
                             "dataset": {"name": "rows", "digest": "abc", "source_type": "local", "source": "{}", "schema": "[]"}}],
                         "model_inputs": [{"model_id": "m-in"}]}
                        """));
        assertThat(run.path("outputs"))
                .isEqualTo(json.readTree("{\"model_outputs\": [{\"model_id\": \"m-out\", \"step\": 3}]}"));
        assertThat(mlflow.call("runs/log-inputs", """
                                {'run_id': '%s', 'datasets': [{'dataset': {'name': 'rows', 'digest': '%s', 'source_type': 'a', 'source': 'b'}}]}
                                """.formatted(id, "d".repeat(37)))
                        .failure())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: 'digest' exceeds the maximum length of 36 characters");
        assertThat(mlflow.call("runs/outputs", "{'run_id': '" + id + "'}").failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'models'.");
    }

    @Test
    void olderClientsListTheirModelsInATag() {
        String id = mlflow.run("0");
        String model = "{\"run_id\": \"ID\", \"artifact_path\": \"PATH\", \"utc_time_created\": \"now\","
                + " \"flavors\": {\"f\": {\"config\": {\"secret\": 1}, \"v\": 2}}, \"signature\": {}}";
        for (String path : new String[] {"a", "b"}) {
            mlflow.post(
                            "runs/log-model",
                            json.writeValueAsString(Map.of(
                                    "run_id",
                                    id,
                                    "model_json",
                                    model.replace("ID", id).replace("PATH", path))))
                    .ok();
        }
        JsonNode tag = mlflow.getRun(id).at("/data/tags/0");
        assertThat(tag.path("key").stringValue()).isEqualTo("mlflow.log-model.history");
        assertThat(json.readTree(tag.path("value").stringValue())).isEqualTo(json.readTree("""
                        [{"run_id": "ID", "artifact_path": "a", "utc_time_created": "now", "model_uuid": null, "flavors": {"f": {"v": 2}}},
                         {"run_id": "ID", "artifact_path": "b", "utc_time_created": "now", "model_uuid": null, "flavors": {"f": {"v": 2}}}]
                        """.replace("ID", id)));
        assertThat(mlflow.post("runs/log-model", "{\"run_id\": \"" + id + "\", \"model_json\": \"m\"}")
                        .failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Malformed model info.");
        assertThat(mlflow.post(
                                "runs/log-model",
                                "{\"run_id\": \"" + id + "\", \"model_json\": \"{\\\"run_id\\\": 1}\"}")
                        .failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Model json is missing mandatory fields: {'artifact_path'");
    }
}
