package dev.holdfast.runtime;

import dev.holdfast.model.ModelVersion;
import java.nio.file.Path;
import org.springframework.stereotype.Service;

/** Loads models. */
@Service
public class ModelRuntime {
    /**
     * Loads a registered model version after its file's digest was verified.
     *
     * @throws dev.holdfast.kernel.ProblemException 422 where the file can't be served
     */
    public LoadedModel load(ModelVersion version) {
        throw new UnsupportedOperationException(version.model());
    }

    /**
     * Loads an ONNX file.
     *
     * @throws dev.holdfast.kernel.ProblemException 422 where the file can't be served
     */
    public LoadedModel load(Path onnx) {
        throw new UnsupportedOperationException(onnx.toString());
    }
}
