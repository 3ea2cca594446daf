package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.artifact.ArtifactEntry;
import dev.holdfast.artifact.ArtifactFile;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import dev.holdfast.testkit.TinyOnnx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.beans.factory.annotation.Autowired;

@HoldfastTest
class ModelMountTest {
    private static final Actor ANNA = new Actor("anna", Role.CONTRIBUTOR);
    private static final byte[] MODEL = TinyOnnx.classifier(List.of("a\"mount"), List.of("no", "yes"), 1);

    @Autowired
    Models models;

    @Autowired
    Artifacts artifacts;

    @Autowired
    SourceInspection inspection;

    @TempDir
    Path folder;

    @Test
    void showsAVersionAsMlflowWouldHaveLoggedIt() throws IOException {
        ModelVersion version = models.register(registration("mounted 100% é"), ANNA);
        assertThat(version.source()).isEqualTo("mlflow-artifacts:/models/mounted 100%25 é/1");
        assertThat(version.storageLocation()).isEqualTo(version.source());
        ArtifactPath place = ArtifactPath.parse("models/mounted 100% é/1");

        assertThat(names(ArtifactPath.parse("models"))).contains("mounted 100% é");
        assertThat(names(ArtifactPath.parse("models/mounted 100% é"))).containsExactly("1");
        assertThat(names(place))
                .containsExactly("MLmodel", "conda.yaml", "model.onnx", "python_env.yaml", "requirements.txt");
        assertThat(names(ArtifactPath.parse("models/mounted 100%25 é/1"))).isEqualTo(names(place));
        assertThat(read(place.resolve("model.onnx"))).isEqualTo(MODEL);
        byte[] description = read(place.resolve("MLmodel"));
        ArtifactFile found = artifacts.find(place.resolve("MLmodel")).orElseThrow();
        assertThat(found.sizeBytes()).isEqualTo(description.length);
        try (InputStream some = artifacts.open(found, 3, 5)) {
            assertThat(some.readAllBytes()).isEqualTo(Arrays.copyOfRange(description, 3, 8));
        }

        Map<?, ?> yaml = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(new String(description, StandardCharsets.UTF_8));
        assertThat(String.valueOf(yaml.get("flavors")))
                .contains("onnx={code=null, data=model.onnx")
                .contains("loader_module=mlflow.onnx");
        assertThat(yaml.get("signature"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry(
                        "inputs",
                        "[{\"name\": \"a\\\"mount\", \"type\": \"tensor\","
                                + " \"tensor-spec\": {\"dtype\": \"float32\", \"shape\": [-1, 1]}}]");
        assertThat(yaml.get("run_id")).isEqualTo("r1");

        assertThat(artifacts.find(place.resolve("other"))).isEmpty();
        assertThat(artifacts.exists(ArtifactPath.parse("models/mounted 100% é/2")))
                .isFalse();
        assertThat(artifacts.exists(ArtifactPath.parse("models/nobody/1/MLmodel")))
                .isFalse();
        assertThatThrownBy(() -> artifacts.put(place.resolve("x"), new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void tellsWhatCanBeServed() {
        String mlmodel = """
                flavors:
                  onnx: {data: model.onnx, onnx_version: 1.19.0}
                  python_function: {loader_module: mlflow.onnx}
                signature:
                  inputs: '[{"type": "double", "name": "a"}, {"type": "long", "name": "b"}]'
                """;
        SourceInspection.Found onnx =
                inspect("onnx", Map.of("MLmodel", mlmodel.getBytes(StandardCharsets.UTF_8), "model.onnx", MODEL));
        assertThat(onnx.undeployable()).isNull();
        assertThat(onnx.format()).isEqualTo(ModelFormat.ONNX);
        assertThat(onnx.flavors()).containsExactly("onnx", "python_function");
        assertThat(onnx.servedPath()).isEqualTo("model.onnx");
        assertThat(onnx.signature().inputs()).hasSize(1);
        assertThat(onnx.facts()).isEqualTo(Map.of("features", List.of("a", "b")));

        assertThat(inspect("alone", Map.of("some/file.onnx", MODEL)).servedPath())
                .isEqualTo("some/file.onnx");

        SourceInspection.Found sklearn = inspect(
                "sklearn",
                Map.of("MLmodel", text("flavors: {sklearn: {pickled_model: model.pkl}}"), "model.pkl", text("x")));
        assertThat(sklearn.format()).isEqualTo(ModelFormat.MLFLOW);
        assertThat(sklearn.undeployable()).contains("sklearn").contains("mlflow.onnx");
        assertThat(sklearn.signature().inputs()).isEmpty();

        assertThat(inspect(
                                "broken",
                                Map.of("MLmodel", text("flavors: {onnx: {data: model.onnx}}"), "model.onnx", text("x")))
                        .undeployable())
                .contains("no ONNX model");
        assertThat(inspect("two", Map.of("a.onnx", MODEL, "b.onnx", MODEL)).undeployable())
                .contains("not one ONNX file among them");
        assertThat(inspect("nothing", Map.of()).undeployable()).contains("there was no file");
    }

    @Test
    void readsNothingButPlainData() {
        assertThat(MlmodelFile.read("flavors: {a: 1}")).isPresent();
        for (String hostile : List.of(
                "!!python/object/apply:os.system ['id']",
                "flavors: !!javax.script.ScriptEngineManager []",
                "a: &a [1]\nflavors: {b: *a}",
                "flavors: " + "[".repeat(1_000) + "]".repeat(1_000),
                "flavors: [a, b]",
                "- a",
                "",
                "\u0000",
                "flavors: {a: 1}\n" + " ".repeat(MlmodelFile.MAX_BYTES))) {
            assertThat(MlmodelFile.read(hostile))
                    .as(hostile.substring(0, Math.min(40, hostile.length())))
                    .isEmpty();
        }
    }

    private SourceInspection.Found inspect(String name, Map<String, byte[]> files) {
        ArtifactPath root = ArtifactPath.parse("inspected/" + name);
        files.forEach((path, content) -> artifacts.put(root.resolve(path), new ByteArrayInputStream(content)));
        Manifest manifest = artifacts.manifest(root);
        assertThat(manifest.files()).hasSameSizeAs(files.entrySet());
        return inspection.inspect(manifest);
    }

    private ModelRegistration registration(String model) throws IOException {
        return new ModelRegistration(
                model,
                Files.write(folder.resolve("x.onnx"), MODEL),
                ModelFormat.ONNX,
                "r1",
                null,
                List.of(),
                Map.of(),
                null,
                Map.of(),
                null,
                Map.of());
    }

    private List<String> names(ArtifactPath directory) {
        return artifacts.list(directory, PageRequest.first()).items().stream()
                .map(ArtifactEntry::name)
                .toList();
    }

    private byte[] read(ArtifactPath path) throws IOException {
        try (InputStream content = artifacts.open(artifacts.find(path).orElseThrow())) {
            return content.readAllBytes();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
