package dev.holdfast.runtime;

import dev.holdfast.kernel.Manifest;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.ModelVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Opens a file as serving will, before the registry takes it. */
@Component
class OnnxVerifier implements ModelVerifier {
    private final StoredModels stored;
    private final RunThreads threads;

    OnnxVerifier(StoredModels stored, RunThreads threads) {
        this.stored = stored;
        this.threads = threads;
    }

    @Override
    public ModelSignature verify(Path file, ModelFormat format) {
        return switch (format) {
            case ONNX -> {
                try (LoadedModel model = LoadedModel.open(file, threads)) {
                    yield model.signature();
                }
            }
            case MLFLOW, FILES -> throw UnfitModel.refused("it is not an ONNX file; convert the model to ONNX.");
        };
    }

    @Override
    public ModelSignature verify(Manifest files, Manifest.Entry file) {
        try (LoadedModel model = stored.open(files, file)) {
            model.warmUp();
            return model.signature();
        } catch (IOException e) {
            throw new UncheckedIOException("The files of a model can't be read from the store", e);
        }
    }
}
