package dev.holdfast.model.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.artifact.ArtifactOwner;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.storage.BlobReferences;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.testkit.TinyOnnx;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.LoggedModel;
import dev.holdfast.tracking.LoggedModels;
import dev.holdfast.tracking.NewLoggedModel;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.Runs;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class SourceRegistrationTest extends RegistryTestCase {
    private static final byte[] MODEL = TinyOnnx.classifier(List.of("amount"), List.of("no", "yes"), 1);
    private static final byte[] MLMODEL =
            "flavors: {onnx: {data: model.onnx}, python_function: {}}".getBytes(StandardCharsets.UTF_8);

    @Autowired
    Runs runs;

    @Autowired
    Models models;

    @Autowired
    Artifacts artifacts;

    @Autowired
    List<ArtifactOwner> owners;

    @Autowired
    BlobStore blobs;

    @Autowired
    LoggedModels loggedModels;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ObjectProvider<BlobReferences> references;

    @Test
    void keepsTheFilesOfARunAsTheyWere() {
        String run = run();
        ArtifactPath root = log(run, "model.onnx", MODEL);
        log(run, "MLmodel", MLMODEL);
        registry.createModel("of run");
        JsonNode created = register("of run", "runs:/" + run + "/my model", run);
        assertThat(created.path("run_id").stringValue()).isEqualTo(run);
        assertThat(created.path("source").stringValue()).isEqualTo("runs:/" + run + "/my model");
        assertThat(created.path("status").stringValue()).isEqualTo("READY");
        assertThat(created.path("current_stage").stringValue()).isEqualTo("None");

        ModelVersion version = models.version("of run", 1);
        assertThat(version.format()).isEqualTo(ModelFormat.ONNX);
        assertThat(version.undeployable()).isNull();
        assertThat(version.flavors()).containsExactly("onnx", "python_function");
        assertThat(version.manifest())
                .isEqualTo(new Manifest(List.of(
                        new ManifestFile("MLmodel", Digest.of(MLMODEL), MLMODEL.length),
                        new ManifestFile("model.onnx", Digest.of(MODEL), MODEL.length))));
        assertThat(version.signature().inputs().getFirst().name()).isEqualTo("amount");

        // What becomes of the run's own files is no matter to the version.
        artifacts.delete(root, Actor.SYSTEM);
        clock.advance(Duration.ofDays(3));
        blobs.collectGarbage(Duration.ofDays(1));
        String uri = registry.get("model-versions/get-download-uri", "name", "of run", "version", "1")
                .path("artifact_uri")
                .stringValue();
        assertThat(uri).isEqualTo("mlflow-artifacts:/models/of run/1");
        http.get()
                .uri(URI.create("/api/2.0/mlflow-artifacts/artifacts/models/of%20run/1/model.onnx"))
                .accept(MediaType.ALL)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .isEqualTo(MODEL);
        http.get()
                .uri(URI.create("/model-versions/get-artifact?name=of%20run&version=1&path=MLmodel"))
                .exchange()
                .expectBody(byte[].class)
                .isEqualTo(MLMODEL);
    }

    @Test
    void aLoggedModelKnowsItsVersions() {
        LoggedModel model =
                loggedModels.create(new NewLoggedModel(0, "logged", null, run(), List.of(), List.of()), Actor.SYSTEM);
        registry.createModel("of logged");
        for (int i = 0; i < 2; i++) {
            registry.post(
                    "model-versions/create",
                    "{\"name\": \"of logged\", \"source\": \"" + model.artifactUri() + "\", \"model_id\": \""
                            + model.modelId() + "\"}");
        }
        assertThat(loggedModels.get(model.modelId()).tags())
                .containsExactly(Map.entry(
                        "mlflow.modelVersions",
                        "[{\"name\": \"of logged\", \"version\": 1}, {\"name\": \"of logged\", \"version\": 2}]"));
        assertThat(models.version("of logged", 2).runId()).isEqualTo(model.sourceRunId());

        loggedModels.setTags(model.modelId(), List.of(new KeyValue("mlflow.modelVersions", "{not a list")));
        registry.post(
                "model-versions/create",
                "{\"name\": \"of logged\", \"source\": \"models:/" + model.modelId() + "\", \"model_id\": \""
                        + model.modelId() + "\"}");
        assertThat(loggedModels.get(model.modelId()).tags())
                .containsExactly(Map.entry("mlflow.modelVersions", "[{\"name\": \"of logged\", \"version\": 3}]"));
    }

    @Test
    void filesStayWhileTheyAreRegistered() {
        ArtifactPath root = log(run(), "model.onnx", MODEL);
        Manifest files = artifacts.manifest(root);
        String held =
                "SELECT count(*) FROM (SELECT FROM artifact.file WHERE name = 'model.onnx' AND directory = :directory"
                        + " FOR UPDATE SKIP LOCKED) AS free";
        transaction.executeWithoutResult(_ -> {
            artifacts.hold(root, files);
            // On another connection: whoever deletes the file would have to wait.
            assertThat(CompletableFuture.supplyAsync(() -> jdbc.sql(held)
                                    .param("directory", "/" + root + "/")
                                    .query(Long.class)
                                    .single())
                            .join())
                    .isZero();
        });
        artifacts.put(root.resolve("model.onnx"), new ByteArrayInputStream(MLMODEL));
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> artifacts.hold(root, files)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("was deleted or replaced in the meantime");
        artifacts.delete(root, Actor.SYSTEM);
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> artifacts.hold(root, files)))
                .isInstanceOf(ProblemException.class);
        assertThat(references
                        .orderedStream()
                        .map(each -> each.getClass().getSimpleName().replaceFirst("\\$.*", "")))
                .as("What is registered meanwhile is found at its old place or at its new one")
                .containsSubsequence("ArtifactBlobs", "ModelBlobs");
    }

    @Test
    void takesVersionsOver() {
        String run = run();
        log(run, "model.onnx", MODEL);
        registry.createModel("first");
        register("first", "runs:/" + run, run);
        registry.post("registered-models/alias", "{\"name\": \"first\", \"alias\": \"best\", \"version\": \"1\"}");
        registry.createModel("second");
        for (String source :
                List.of("models:/first/1", "models:/first@best", "models:/first/latest", "models:/first/None")) {
            JsonNode copied = registry.post(
                            "model-versions/create", "{\"name\": \"second\", \"source\": \"" + source + "\"}")
                    .path("model_version");
            assertThat(copied.path("source").stringValue()).isEqualTo("models:/first/1");
            assertThat(copied.path("run_id").stringValue()).isEqualTo(run);
        }
        ModelVersion copy = models.version("second", 4);
        assertThat(copy.digest()).isEqualTo(models.version("first", 1).digest());
        assertThat(copy.servedPath()).isEqualTo("my model/model.onnx");
        assertThat(copy.storageLocation()).isEqualTo("mlflow-artifacts:/models/second/4");

        refuses(
                "second",
                "models:/first/1",
                "another",
                400,
                "INVALID_PARAMETER_VALUE",
                "must match the referenced model version");
        refuses(
                "second",
                "models:/first/9",
                run,
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Model Version (name=first, version=9) not found");
        refuses(
                "second",
                "models:/nobody/1",
                run,
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Registered Model with name=nobody not found");
        refuses(
                "second",
                "models:/first@nobody",
                run,
                400,
                "INVALID_PARAMETER_VALUE",
                "Registered model alias nobody not found.");
    }

    @Test
    void refusesWhatIsNotTheCallers() {
        String run = run();
        String other = run();
        log(other, "model.onnx", MODEL);
        registry.createModel("turned down");
        String message = "The run_id request parameter must identify the resource that contains the source.";
        for (String source : List.of(
                "runs:/" + other + "/my model", "mlflow-artifacts:/0/" + other + "/artifacts", "mlflow-artifacts:/")) {
            refuses(
                    "turned down",
                    source,
                    run,
                    400,
                    "INVALID_PARAMETER_VALUE",
                    "Invalid model version source: '" + source + "'.");
        }
        refuses("turned down", "runs:/" + other, run, 400, "INVALID_PARAMETER_VALUE", message);
        refuses(
                "turned down",
                "/etc",
                run,
                400,
                "INVALID_PARAMETER_VALUE",
                "To use a local path as a model version source");
        refuses("turned down", "http://host/x", run, 400, "INVALID_PARAMETER_VALUE", "cannot use the 'http' scheme");
        refuses(
                "nobody",
                "s3://bucket/x",
                run,
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Registered Model with name=nobody not found");
        refuses("a/b", "s3://bucket/x", run, 400, "INVALID_PARAMETER_VALUE", "Invalid model name 'a/b'");
        registry.refuses(
                POST,
                "model-versions/create",
                "{\"name\": \"turned down\"}",
                400,
                "INVALID_PARAMETER_VALUE",
                "Missing value for required parameter 'source'.");
        assertThat(models.model("turned down").latestVersion()).isNull();
    }

    @Test
    void notesWhatIsElsewhere() {
        registry.createModel("elsewhere");
        JsonNode created = registry.post("model-versions/create", """
                        {"name": "elsewhere", "source": "s3://bucket/model", "run_id": "their-run", "run_link": "https://their/run",
                         "description": "d", "tags": [{"key": "a", "value": "b"}]}
                        """).path("model_version");
        assertThat(created.path("run_link").stringValue()).isEqualTo("https://their/run");
        assertThat(created.path("description").stringValue()).isEqualTo("d");
        assertThat(created.path("tags").toString()).isEqualTo("[{\"key\":\"a\",\"value\":\"b\"}]");
        assertThat(registry.get("model-versions/get-download-uri", "name", "elsewhere", "version", "1")
                        .path("artifact_uri")
                        .stringValue())
                .isEqualTo("s3://bucket/model");
        ModelVersion version = models.version("elsewhere", 1);
        assertThat(version.manifest().files()).isEmpty();
        assertThat(version.format()).isEqualTo(ModelFormat.FILES);
        assertThat(version.undeployable()).contains("s3://bucket/model");

        JsonNode plain = registry.post(
                        "model-versions/create", "{\"name\": \"elsewhere\", \"source\": \"s3://bucket/model\"}")
                .path("model_version");
        assertThat(plain.path("description").stringValue()).isEmpty();
        assertThat(plain.path("run_id").stringValue()).isEmpty();
        registry.patch("model-versions/update", "{\"name\": \"elsewhere\", \"version\": \"2\"}");
        assertThat(registry.get("model-versions/get", "name", "elsewhere", "version", "2")
                        .path("model_version")
                        .has("description"))
                .isFalse();
    }

    private String run() {
        return runs.start(new RunStart("sources", "r", Map.of()), Actor.SYSTEM).runId();
    }

    /** Stores a file of the model {@code my model} of a run. */
    private ArtifactPath log(String run, String name, byte[] content) {
        String location = owners.stream()
                .filter(owner -> owner.kind() == ArtifactOwner.Kind.RUN)
                .findFirst()
                .orElseThrow()
                .location(run);
        ArtifactPath root = ArtifactPath.ofUri(location).orElseThrow().resolve("my model");
        artifacts.put(root.resolve(name), new ByteArrayInputStream(content));
        return root;
    }

    private JsonNode register(String name, String source, String run) {
        return registry.post(
                        "model-versions/create",
                        "{\"name\": \"" + name + "\", \"source\": \"" + source + "\", \"run_id\": \"" + run + "\"}")
                .path("model_version");
    }

    private void refuses(String name, String source, String run, int status, String code, String message) {
        registry.refuses(
                POST,
                "model-versions/create",
                "{\"name\": \"" + name + "\", \"source\": \"" + source + "\", \"run_id\": \"" + run + "\"}",
                status,
                code,
                message);
    }
}
