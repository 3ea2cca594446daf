package dev.holdfast.runtime;

import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.ModelVerifier;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Opens a file as serving will, before the registry takes it. */
@Component
class OnnxVerifier implements ModelVerifier {
    @Override
    public ModelSignature verify(Path file, ModelFormat format) {
        return switch (format) {
            case ONNX -> {
                try (LoadedModel model = LoadedModel.open(file)) {
                    yield model.signature();
                }
            }
            case MLFLOW, FILES -> throw Onnx.refused("it is not an ONNX file; convert the model to ONNX.");
        };
    }
}
