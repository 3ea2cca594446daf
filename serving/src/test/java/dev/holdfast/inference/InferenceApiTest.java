package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@HoldfastTest
class InferenceApiTest {
    private static final String FRAUD = "fraud";

    @TempDir
    private Path folder;

    @Autowired
    private RestTestClient client;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Models models;

    @BeforeEach
    void deploy() throws IOException {
        deployments.put(FRAUD, DeploymentSpec.defaults(), Actor.SYSTEM);
        deployments.put("empty", DeploymentSpec.defaults(), Actor.SYSTEM);
        if (deployments.current(FRAUD).isEmpty()) {
            new TestModels(models, folder)
                    .register(
                            FRAUD,
                            TinyOnnx.classifier(TestModels.COLUMNS, List.of("no", "yes"), 0),
                            Map.of("classes", List.of("no", "yes")));
            deployments.release(FRAUD, new ReleaseRequest(FRAUD, 1, null), Actor.SYSTEM);
        }
    }

    @Test
    void theProtocolTellsWhatServes() {
        get("/v2").expectStatus().isOk().expectBody().jsonPath("$.name").isEqualTo("holdfast");
        get("/v2/health/live")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.live")
                .isEqualTo(true);
        get("/v2/health/ready")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.ready")
                .isEqualTo(true);
        get("/v2/models/fraud").expectStatus().isOk().expectBody().json("""
                        {"name": "fraud", "versions": ["1"], "platform": "onnxruntime_onnx",
                         "inputs": [{"name": "a", "datatype": "FP32", "shape": [-1, 1]},
                                    {"name": "b", "datatype": "FP32", "shape": [-1, 1]}],
                         "outputs": [{"name": "label", "datatype": "BYTES", "shape": [-1]},
                                     {"name": "probabilities", "datatype": "FP32", "shape": [-1, 2]}]}""");
        get("/v2/models/fraud/versions/1/ready").expectStatus().isOk();
    }

    @Test
    void anAnswerCarriesWhatMadeIt() {
        post("/v2/models/fraud/infer", request("[2, 1]", "[1, -1]", "[2, 1]", "[[1], [-1]]"), 200)
                .jsonPath("$.id")
                .isEqualTo("42")
                .jsonPath("$.model_name")
                .isEqualTo("fraud")
                .jsonPath("$.model_version")
                .isEqualTo("1")
                .jsonPath("$.parameters.release")
                .isEqualTo(1)
                .jsonPath("$.parameters.prediction_id")
                .exists()
                .jsonPath("$.outputs[0].data")
                .isEqualTo(List.of("yes", "no"));
        client.post()
                .uri("/v2/models/fraud/versions/1/infer")
                .body(request("[1, 1]", "[null]", "[1, 1]", "[1]"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .exists("X-Prediction-Id");
    }

    @Test
    void failuresOfTheProtocolHaveItsShapeAndSayWhatToDo() {
        refused("/v2/models/nobody/infer", "{}", 404, "Request for unknown model");
        refused("/v2/models/fraud/versions/9/infer", "{}", 404, "it serves version 1");
        refused("/v2/models/empty/infer", "{}", 503, "/api/v1/deployments/empty/releases");
        refused("/v2/models/fraud/infer", "{", 400, "not valid JSON at line 1");
        refused("/v2/models/fraud/infer", request("[1, 1]", "[1]", "[2, 1]", "[1, 2]"), 400, "same number of rows");
        refused("/v2/models/fraud/infer", request("[1]", "[1]", "[1, 1]", "[1]"), 400, "FP32 of shape [-1, 1]");
        refused("/v2/models/fraud/infer", request("[0, 1]", "[]", "[0, 1]", "[]"), 400, "at least one row");
        refused("/v2/models/fraud/infer", "{\"inputs\": " + "[".repeat(10_000), 400, "nested more than 100 deep");
        refused("/v2/models/fraud/infer", "{\"parameters\": " + "{\"a\":".repeat(10_000), 400, "not valid JSON");
        refused("/v2/trace/setting", "{}", 501, "not supported");
        client.post()
                .uri("/v2/models/fraud/infer")
                .contentType(MediaType.APPLICATION_JSON)
                .body(new byte[(64 << 20) + 1])
                .exchange()
                .expectStatus()
                .isEqualTo(413);
    }

    @Test
    void peopleAskWithNamedColumns() {
        post("/api/v1/deployments/fraud/predict", "{\"rows\": [{\"b\": 1, \"a\": 1}, {\"a\": null, \"b\": -1}]}", 200)
                .jsonPath("$.predictions[0].label")
                .isEqualTo("yes")
                .jsonPath("$.predictions[0].probabilities.yes")
                .value(Double.class, share -> assertThat(share).isGreaterThan(0.8))
                .jsonPath("$.predictions[1].probabilities.yes")
                .doesNotExist()
                .jsonPath("$.release")
                .isEqualTo(1);
        post(
                        "/api/v1/deployments/fraud/predict",
                        "{\"rows\": [{\"a\": 1, \"b\": 1}, {\"a\": \"x\", \"b\": 1, \"c\": 2}, {\"a\": 1}]}",
                        422)
                .jsonPath("$.errors[*].field")
                .isEqualTo(List.of("rows[1].a", "rows[1].c", "rows[2].b"));
        post("/api/v1/deployments/fraud/predict", "{\"rows\": []}", 422);
        post("/api/v1/deployments/empty/predict", "{\"rows\": []}", 503);
    }

    @Test
    void namedColumnsMakeAMatrixWhereTheirNamesAreKnown() throws IOException {
        byte[] identity = TinyOnnx.identity("FLOAT", -1, 3);
        TestModels registered = new TestModels(models, folder);
        registered.register("matrix", identity, Map.of("features", List.of("a", "b", "c")));
        registered.register("matrix", identity, Map.of("features", List.of("a", "b")));
        deployments.put("matrix", DeploymentSpec.defaults(), Actor.SYSTEM);
        deployments.release("matrix", new ReleaseRequest("matrix", 1, null), Actor.SYSTEM);
        post(
                        "/api/v1/deployments/matrix/predict",
                        "{\"rows\": [{\"c\": 3, \"a\": 1, \"b\": 2}, {\"a\": 4, \"b\": null, \"c\": 6}]}",
                        200)
                .jsonPath("$.predictions[0].outputs.y")
                .isEqualTo(List.of(1.0, 2.0, 3.0))
                .jsonPath("$.predictions[1].outputs.y[0]")
                .isEqualTo(4.0)
                .jsonPath("$.predictions[1].outputs.y[2]")
                .isEqualTo(6.0);
        post("/api/v1/deployments/matrix/predict", "{\"rows\": [{\"a\": 1, \"b\": 2}]}", 422);
        deployments.release("matrix", new ReleaseRequest("matrix", 2, null), Actor.SYSTEM);
        post("/api/v1/deployments/matrix/predict", "{\"rows\": [{\"a\": 1, \"b\": 2}]}", 409);
    }

    @Test
    void aDeploymentGoesThroughItsLifeOverRest() throws IOException {
        TestModels testModels = new TestModels(models, folder);
        testModels.regression("price", 1);
        testModels.regression("price", 2);
        client.put()
                .uri("/api/v1/deployments/price")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"description\": \"prices\", \"monitoring\": {\"window_rows\": 200}}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("ETag", "\"1\"")
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("no_release")
                .jsonPath("$.monitoring.window_rows")
                .isEqualTo(200)
                .jsonPath("$.monitoring.log_sample")
                .isEqualTo(1.0);
        String releases = "/api/v1/deployments/price/releases";
        post(releases, "{\"model\": \"price\", \"version\": 1}", 201);
        post(releases, "{\"model\": \"price\", \"version\": 1}", 200);
        post(releases, "{\"model\": \"price\", \"version\": 2, \"reason\": \"newer\"}", 201)
                .jsonPath("$.to.number")
                .isEqualTo(2);
        post(releases, "{\"model\": \"price\"}", 422)
                .jsonPath("$.errors[0].field")
                .isEqualTo("version");
        post("/api/v1/deployments/price/rollback", "{\"reason\": \"worse\"}", 200)
                .jsonPath("$.from.model_version")
                .isEqualTo(2)
                .jsonPath("$.to.model_version")
                .isEqualTo(1)
                .jsonPath("$.flip_ms")
                .exists();
        post("/api/v1/deployments/price/rollback", "{}", 422)
                .jsonPath("$.errors[0].field")
                .isEqualTo("reason");
        get("/api/v1/deployments/price/history")
                .expectBody()
                .jsonPath("$.items[0].action")
                .isEqualTo("rolled_back")
                .jsonPath("$.items.length()")
                .isEqualTo(3);
        client.put()
                .uri("/api/v1/deployments/price")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"monitoring\": {\"window_rows\": 1}}")
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    private RestTestClient.ResponseSpec get(String path) {
        return client.get().uri(path).exchange();
    }

    private RestTestClient.BodyContentSpec post(String path, String body, int status) {
        return client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();
    }

    private void refused(String path, String body, int status, String error) {
        post(path, body, status)
                .jsonPath("$.error")
                .value(String.class, text -> assertThat(text).contains(error));
    }

    private static String request(String aShape, String a, String bShape, String b) {
        return """
                {"id": "42", "inputs": [{"name": "a", "datatype": "FP32", "shape": %s, "data": %s},
                                        {"name": "b", "datatype": "FP32", "shape": %s, "data": %s}]}""".formatted(aShape, a, bShape, b);
    }
}
