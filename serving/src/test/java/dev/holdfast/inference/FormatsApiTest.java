package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.artifact.ArtifactOwner;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.model.SourceRegistration;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyTorchScript;
import dev.holdfast.testkit.TinyXgboost;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.Runs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Models that are no ONNX, from registration to an answer. */
@HoldfastTest
class FormatsApiTest {
    private static final byte[] CLASSIFIER = TinyXgboost.stump("binary:logistic", 0.5, 100, -3, 3);

    @TempDir
    private Path folder;

    @Autowired
    private RestTestClient client;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Models models;

    @Autowired
    private Runs runs;

    @Autowired
    private Artifacts artifacts;

    @Autowired
    private List<ArtifactOwner> owners;

    @Test
    void aModelOfXgboostIsAskedByTheNamesOfItsColumns() throws IOException {
        ModelVersion version = new TestModels(models, folder)
                .register("trees", CLASSIFIER, ModelFormat.XGBOOST, Map.of("classes", List.of("no", "yes")));
        assertThat(version.servedPath()).isEqualTo("model.json");
        assertThat(version.flavors()).containsExactly("xgboost");
        assertThat(version.facts()).containsEntry("features", List.of("amount", "age"));
        assertAnswers("trees");
        client.get()
                .uri("/v2/models/trees/config")
                .exchange()
                .expectBody()
                .jsonPath("$.backend")
                .isEqualTo("xgboost");
    }

    @Test
    void theSameModelAsUbjsonAnswersTheSame() throws IOException {
        ModelVersion version = new TestModels(models, folder)
                .register("binary-trees", TinyXgboost.ubjson(CLASSIFIER), ModelFormat.XGBOOST, Map.of());
        assertThat(version.servedPath()).isEqualTo("model.ubj");
        assertAnswers("binary-trees");
    }

    @Test
    void whatMlflowLoggedWithXgboostIsDeployedAsItIs() {
        ModelVersion version = log("logged-trees", "model.json", CLASSIFIER, """
                flavors:
                  python_function: {loader_module: mlflow.xgboost, data: model.json}
                  xgboost: {code: null, data: model.json, model_class: xgboost.sklearn.XGBClassifier, model_format: json}
                signature:
                  inputs: '[{"type": "double", "name": "amount"}, {"type": "long", "name": "age"}]'
                """);
        assertThat(version.undeployable()).isNull();
        assertThat(version.format()).isEqualTo(ModelFormat.XGBOOST);
        assertAnswers("logged-trees");
    }

    @Test
    void aPickleOfPytorchIsNamedAndNotServed() {
        ModelVersion version = log("pickled", "data/model.pth", TinyTorchScript.stateDict(), """
                flavors:
                  pytorch: {code: null, model_data: data, pytorch_version: 2.7.1}
                signature:
                  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'
                """);
        assertThat(version.format()).isEqualTo(ModelFormat.MLFLOW);
        assertThat(version.undeployable()).contains("pickle of torch.save", "torch.jit.script");
    }

    /** PyTorch's library is not on this module's class path, as it is not in a usual build. */
    @Test
    void torchscriptWithoutItsLibraryIsRefusedWithTheWayToGetIt() {
        ModelVersion version = log("scripted", "data/model.pth", TinyTorchScript.linear(0, 1, 1), """
                flavors:
                  pytorch: {code: null, model_data: data, pytorch_version: 2.7.1}
                signature:
                  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'
                """);
        assertThat(version.undeployable()).contains("HOLDFAST_PROFILES=torchscript");
        assertThatThrownBy(() -> new TestModels(models, folder)
                        .register("uploaded", TinyTorchScript.linear(0, 1, 1), ModelFormat.TORCHSCRIPT, Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("signature.inputs: is missing");
    }

    /** What the file gives is found by running it, so nobody has to say. */
    @Test
    void aSignatureWithoutOutputsIsTaken() {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("file", new ByteArrayResource(TinyTorchScript.linear(0, 1, 1)) {
            @Override
            public String getFilename() {
                return "model.pt";
            }
        });
        String facts = """
                {"format": "torchscript", "signature": {"inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 2]}]}}""";
        parts.add("facts", new HttpEntity<>(facts, new HttpHeaders()));
        client.post()
                .uri("/api/v1/models/no-outputs/versions")
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(parts)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].message")
                .value(String.class, message -> assertThat(message).contains("HOLDFAST_PROFILES=torchscript"));
    }

    private ModelVersion log(String model, String path, byte[] content, String mlmodel) {
        String run =
                runs.start(new RunStart("formats", "r", Map.of()), Actor.SYSTEM).runId();
        String location = owners.stream()
                .filter(owner -> owner.kind() == ArtifactOwner.Kind.RUN)
                .findFirst()
                .orElseThrow()
                .location(run);
        ArtifactPath root = ArtifactPath.ofUri(location).orElseThrow().resolve("model");
        artifacts.put(root.resolve(path), new ByteArrayInputStream(content));
        artifacts.put(root.resolve("MLmodel"), new ByteArrayInputStream(mlmodel.getBytes(StandardCharsets.UTF_8)));
        models.ensure(model, Actor.SYSTEM);
        return models.register(
                new SourceRegistration(model, "runs:/" + run + "/model", run, null, null, null, Map.of()),
                Actor.SYSTEM);
    }

    private void assertAnswers(String name) {
        deployments.put(name, DeploymentSpec.defaults(), Actor.SYSTEM);
        deployments.release(name, new ReleaseRequest(name, 1, null), Actor.SYSTEM);
        client.post()
                .uri("/api/v1/deployments/" + name + "/predict")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"rows\": [{\"amount\": 12.5, \"age\": 30}, {\"amount\": 250, \"age\": null}]}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.predictions[0].label")
                .isEqualTo(0)
                .jsonPath("$.predictions[1].label")
                .isEqualTo(1);
    }
}
