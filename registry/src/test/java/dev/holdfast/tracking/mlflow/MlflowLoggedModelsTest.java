package dev.holdfast.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class MlflowLoggedModelsTest {
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
    void whatIsDeletedIsGivenToThoseWhoAskForIt() {
        String model = model(mlflow.experiment("deleted models"), "gone");
        http.delete()
                .uri("/api/2.0/mlflow/logged-models/" + model)
                .exchange()
                .expectStatus()
                .isOk();
        for (Map<String, String> query : List.of(Map.<String, String>of(), Map.of("allow_deleted", "False"))) {
            assertThat(mlflow.get("logged-models/" + model, query).failure())
                    .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: Logged model with ID '" + model + "' not found.");
        }
        assertThat(mlflow.get("logged-models/" + model, Map.of("allow_deleted", "True"))
                        .ok()
                        .at("/model/info/name")
                        .stringValue())
                .isEqualTo("gone");
        assertThat(mlflow.get("logged-models/m-none", Map.of("allow_deleted", "True"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void figuresThatAreNoNumbersComeBackAsSuch() {
        String experiment = mlflow.experiment("odd figures");
        String run = mlflow.run(experiment);
        String model = model(experiment, "odd");
        List.of("NaN", "Infinity", "-Infinity")
                .forEach(value -> mlflow.call(
                                "runs/log-metric",
                                "{'run_id': '%s', 'key': '%s', 'value': '%s', 'timestamp': 1, 'model_id': '%s'}"
                                        .formatted(run, value, value, model))
                        .ok());
        JsonNode metrics = mlflow.get("logged-models/" + model, Map.of()).ok().at("/model/data/metrics");
        assertThat(metrics.valueStream()
                        .map(metric -> metric.path("key").stringValue() + "="
                                + metric.path("value").asString()))
                .containsExactlyInAnyOrder(
                        "NaN=NaN", "Infinity=1.7976931348623157E308", "-Infinity=-1.7976931348623157E308");
    }

    @Test
    void aSearchSaysWhere() {
        String experiment = mlflow.experiment("models here");
        String model = model(experiment, "here");
        assertThat(mlflow.call("logged-models/search", "{}").failure())
                .startsWith("400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'experiment_ids'.");
        assertThat(mlflow.call("logged-models/search", "{'experiment_ids': []}")
                        .ok()
                        .at("/models"))
                .isEmpty();
        assertThat(mlflow.post(
                                "logged-models/search",
                                "{\"experiment_ids\": [\"0\", \"%s\"], \"filter\": \"experiment_id = '%s'\"}"
                                        .formatted(experiment, experiment))
                        .ok()
                        .at("/models/0/info/model_id")
                        .stringValue())
                .isEqualTo(model);
    }

    private String model(String experiment, String name) {
        return mlflow.call("logged-models", "{'experiment_id': '" + experiment + "', 'name': '" + name + "'}")
                .ok()
                .at("/model/info/model_id")
                .stringValue();
    }
}
