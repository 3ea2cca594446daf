package dev.holdfast.model;

import dev.holdfast.kernel.Manifest;
import java.nio.file.Path;

/** Opens a model's file with the engine that will serve it, before the file is accepted. */
public interface ModelVerifier {
    /**
     * Returns what the model takes and gives.
     *
     * @param file stands alone
     * @throws dev.holdfast.kernel.ProblemException 422 where the file can't be served: it says why
     */
    ModelSignature verify(Path file, ModelFormat format);

    /**
     * Returns what an ONNX model takes and gives.
     *
     * @param files what is stored of it
     * @param file one of them; its weights may lie in others
     * @throws dev.holdfast.kernel.ProblemException 422 where the file can't be served: it says why
     */
    ModelSignature verify(Manifest files, Manifest.Entry file);
}
