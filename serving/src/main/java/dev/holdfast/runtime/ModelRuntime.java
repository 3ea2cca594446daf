package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.stereotype.Service;

/** Loads models. */
@Service
public class ModelRuntime {
    private final StoredModels stored;
    private final RunThreads threads;

    ModelRuntime(StoredModels stored, RunThreads threads) {
        this.stored = stored;
        this.threads = threads;
    }

    /**
     * Loads a registered model version after its files' digests were verified: flipped bits in weights load without complaint.
     *
     * @throws ProblemException 422 where the version can't be served
     * @throws UncheckedIOException where the store can't be read
     */
    public LoadedModel load(ModelVersion version) {
        version.requireDeployable();
        try {
            return stored.open(version.manifest(), version.servedFile(), version.format(), version.signature());
        } catch (DamagedFile e) {
            throw ProblemException.invalid(
                    "version",
                    version.version(),
                    "of model " + version.model() + " can't be served: its file in the store has the digest "
                            + e.found() + ", not " + e.wanted()
                            + " as registered; restore the file or register the model again.");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file of model " + version.model() + " version " + version.version()
                            + " can't be read from the store",
                    e);
        }
    }

    /**
     * Loads an ONNX file.
     *
     * @throws ProblemException 422 where the file can't be served
     */
    public LoadedModel load(Path onnx) {
        return LoadedModel.open(onnx, threads);
    }
}
