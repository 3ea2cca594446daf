package dev.holdfast.model;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes a file to MLflow as the module of its flavour would have, had it logged the file. The same version always gives the same bytes. */
final class GeneratedMlmodel {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String PYTHON = """
            build_dependencies:
            - pip
            dependencies:
            - -r requirements.txt
            """;
    /** MLflow asks for it beside what PyTorch saved, a pickle or not. */
    private static final String PICKLE_MODULE = "mlflow.pytorch.pickle_module";

    private GeneratedMlmodel() {}

    static Map<String, byte[]> files(ModelVersion version) {
        List<String> requirements = requirements(version.format());
        Map<String, String> texts = new HashMap<>();
        texts.put(MlmodelFile.NAME, mlmodel(version));
        texts.put("requirements.txt", String.join("\n", requirements) + "\n");
        texts.put("conda.yaml", """
                channels:
                - conda-forge
                dependencies:
                - python
                - pip
                - pip:
                %sname: mlflow-env
                """.formatted(
                        requirements.stream().map(name -> "  - " + name + "\n").collect(Collectors.joining())));
        texts.put("python_env.yaml", PYTHON);
        if (version.format() == ModelFormat.TORCHSCRIPT) {
            texts.put(folder(version) + "/pickle_module_info.txt", PICKLE_MODULE);
        }
        Map<String, byte[]> files = new TreeMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        version.manifest().files().forEach(file -> files.remove(file.path()));
        return files;
    }

    private static String mlmodel(ModelVersion version) {
        String file = quoted(String.valueOf(version.servedPath()));
        ModelSignature signature = version.signature();
        // MLflow hands a matrix over as it is where the only input has no name, and asks for a column of that name
        // otherwise.
        boolean matrix = signature.inputs().size() == 1
                && signature.inputs().getFirst().shape().size() > 1
                && signature.inputs().getFirst().shape().getLast() != 1;
        StringBuilder text = new StringBuilder("flavors:\n" + flavor(version)
                + """
                  python_function:
                    data: %1$s
                    env:
                      conda: conda.yaml
                      virtualenv: python_env.yaml
                    loader_module: mlflow.%2$s
                model_size_bytes: %3$d
                model_uuid: %4$s
                """.formatted(
                                version.format() == ModelFormat.TORCHSCRIPT ? quoted(folder(version)) : file,
                                version.format().flavor().orElseThrow(),
                                version.sizeBytes(),
                                version.digest().hex().substring(0, 32)));
        if (version.runId() != null) {
            text.append("run_id: ").append(quoted(version.runId())).append('\n');
        }
        text.append("signature:\n  inputs: ")
                .append(quoted(tensors(signature.inputs(), !matrix)))
                .append("\n  outputs: ")
                .append(quoted(tensors(signature.outputs(), true)))
                .append("\n  params: null\nutc_time_created: '")
                .append(TIME.format(version.createdAt()))
                .append("'\n");
        return text.toString();
    }

    private static List<String> requirements(ModelFormat format) {
        return switch (format) {
            case ONNX -> List.of("mlflow", "onnx", "onnxruntime");
            case TORCHSCRIPT -> List.of("mlflow", "torch");
            case XGBOOST -> List.of("mlflow", "xgboost");
            case MLFLOW, FILES -> throw new IllegalArgumentException("Nothing is known of " + format);
        };
    }

    private static String flavor(ModelVersion version) {
        String file = quoted(String.valueOf(version.servedPath()));
        return switch (version.format()) {
            case ONNX -> """
                  onnx:
                    code: null
                    data: %s
                    providers:
                    - CUDAExecutionProvider
                    - CPUExecutionProvider
                """.formatted(file);
            case TORCHSCRIPT -> """
                  pytorch:
                    code: null
                    model_data: %s
                """.formatted(quoted(folder(version)));
            case XGBOOST -> """
                  xgboost:
                    code: null
                    data: %s
                    model_class: xgboost.core.Booster
                """.formatted(file);
            case MLFLOW, FILES -> throw new IllegalArgumentException("Nothing is known of " + version.format());
        };
    }

    /** What PyTorch saved lies in a folder: {@code data/model.pth}. */
    private static String folder(ModelVersion version) {
        String path = String.valueOf(version.servedPath());
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String tensors(List<TensorSpec> specs, boolean named) {
        return specs.stream()
                .map(spec -> (named ? "{\"name\": " + quoted(spec.name()) + ", \"type\"" : "{\"type\"")
                        + ": \"tensor\", \"tensor-spec\": {\"dtype\": \"" + dtype(spec.datatype()) + "\", \"shape\": "
                        + spec.shape() + "}}")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** As numpy calls it. */
    private static String dtype(TensorType type) {
        return switch (type) {
            case BOOL -> "bool";
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
                type.name().toLowerCase(Locale.ROOT);
            case FP16 -> "float16";
            case FP32 -> "float32";
            case FP64 -> "float64";
            case BYTES -> "str";
        };
    }

    /** A text that JSON and YAML read alike. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < 0x20 || c > 0x7e) {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
