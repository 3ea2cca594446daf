package dev.holdfast.model;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Looks at files that were logged: what they are, and whether serving can open them. Nothing in them is ever executed or unpickled. */
@Component
class SourceInspection {
    private static final ModelSignature NO_TENSORS = new ModelSignature(List.of(), List.of());
    private static final String LOG_AS_ONNX =
            "convert it to ONNX (skl2onnx for scikit-learn, onnxmltools for LightGBM, torch.onnx for PyTorch),"
                    + " log it with mlflow.onnx.log_model and register that.";

    private static final String UNFIT = "can't be served: ";

    private final BlobStore blobs;
    private final ObjectProvider<ModelVerifier> verifier;
    private final JsonMapper json;

    SourceInspection(BlobStore blobs, ObjectProvider<ModelVerifier> verifier, JsonMapper json) {
        this.blobs = blobs;
        this.verifier = verifier;
        this.json = json;
    }

    /** What was found; {@code undeployable} as a version has it. */
    record Found(
            ModelFormat format,
            List<String> flavors,
            ModelSignature signature,
            @Nullable String servedPath,
            @Nullable String undeployable,
            Map<String, Object> facts) {
        private static Found undeployable(ModelFormat format, List<String> flavors, String why) {
            return new Found(format, flavors, NO_TENSORS, null, why, Map.of());
        }
    }

    static Found elsewhere(String source) {
        return Found.undeployable(
                ModelFormat.FILES,
                List.of(),
                "its files are not kept here but at " + source + "; log the model to this server as ONNX"
                        + " (mlflow.onnx.log_model) and register that.");
    }

    static Found prompt() {
        return Found.undeployable(ModelFormat.FILES, List.of(), "it is a prompt, not a model.");
    }

    Found inspect(Manifest files) {
        if (files.files().isEmpty()) {
            return Found.undeployable(
                    ModelFormat.FILES,
                    List.of(),
                    "there was no file at its source when it was registered; log the files, then register it again.");
        }
        Optional<MlmodelFile> description = file(files, MlmodelFile.NAME).flatMap(this::read);
        if (description.isEmpty()) {
            List<ManifestFile> onnx = files.files().stream()
                    .filter(file -> file.path().endsWith(".onnx"))
                    .toList();
            return onnx.size() == 1
                    ? served(
                            files,
                            onnx.getFirst(),
                            ModelFormat.ONNX,
                            new MlmodelFile(List.of("onnx"), null, null, null, null))
                    : Found.undeployable(
                            ModelFormat.FILES,
                            List.of(),
                            "no MLmodel file says what its files are, and there is not one ONNX file among them; "
                                    + LOG_AS_ONNX);
        }
        List<String> flavors = description.get().flavors();
        ModelFormat format = description.get().format();
        String path = description.get().path();
        Optional<ManifestFile> model = path == null ? Optional.empty() : file(files, path);
        if (format != null && model.isPresent()) {
            return served(files, model.get(), format, description.get());
        }
        return Found.undeployable(
                ModelFormat.MLFLOW,
                flavors,
                "it has the flavours " + String.join(", ", flavors) + ", which only Python can load; " + LOG_AS_ONNX);
    }

    private Found served(Manifest files, ManifestFile model, ModelFormat format, MlmodelFile description) {
        List<String> columns = MlflowSignature.columns(json, description.signatureInputs());
        try {
            ModelVerifier.Verified verified = verifier.getObject()
                    .verify(
                            files,
                            model,
                            format,
                            MlflowSignature.tensors(json, description.signatureInputs(), description.signatureOutputs())
                                    .orElse(null));
            return new Found(
                    format,
                    description.flavors(),
                    verified.signature(),
                    model.path(),
                    null,
                    features(columns.isEmpty() ? verified.features() : columns));
        } catch (ProblemException e) {
            if (e.type() != ProblemType.INVALID) {
                // Not the file's fault: there is no memory to open it now.
                throw e;
            }
            return new Found(
                    // What is not a file of the format is what only Python can load: a pickle.
                    format == ModelFormat.ONNX ? format : ModelFormat.MLFLOW,
                    description.flavors(),
                    NO_TENSORS,
                    model.path(),
                    why(e),
                    features(columns));
        }
    }

    private static String why(ProblemException e) {
        if (e.errors().isEmpty()) {
            return e.detail();
        }
        FieldError error = e.errors().getFirst();
        String message = error.message();
        if (message.startsWith(UNFIT)) {
            return message.substring(UNFIT.length());
        }
        return error.field().equals("file") ? message : error.field() + " " + message;
    }

    private static Map<String, Object> features(List<String> columns) {
        return columns.isEmpty() ? Map.of() : Map.of("features", List.copyOf(columns));
    }

    private Optional<MlmodelFile> read(ManifestFile file) {
        if (file.sizeBytes() > MlmodelFile.MAX_BYTES) {
            return Optional.empty();
        }
        try (InputStream content = blobs.open(file.digest())) {
            return MlmodelFile.read(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file.path() + " can't be read", e);
        }
    }

    private static Optional<ManifestFile> file(Manifest files, String path) {
        return files.files().stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
