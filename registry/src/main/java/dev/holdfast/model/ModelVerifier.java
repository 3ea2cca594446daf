package dev.holdfast.model;

import java.nio.file.Path;

/** Opens a model's file with the engine that will serve it, before the file is accepted. */
public interface ModelVerifier {
    /**
     * Returns what the model takes and gives.
     *
     * @throws dev.holdfast.kernel.ProblemException 422 where the file can't be served: it says why
     */
    ModelSignature verify(Path file, ModelFormat format);
}
