package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Service;

/** Loads models. */
@Service
public class ModelRuntime {
    private final StoredModels stored;
    private final ModelEngines engines;
    private final ModelRoom room;

    ModelRuntime(StoredModels stored, ModelEngines engines, ModelRoom room) {
        this.stored = stored;
        this.engines = engines;
        this.room = room;
    }

    /** As {@link #load(ModelVersion, Device)}, on the processor. */
    public LoadedModel load(ModelVersion version) {
        return load(version, Device.CPU);
    }

    /**
     * Loads a registered model version after its files' digests were verified: flipped bits in weights load without complaint.
     *
     * @param device where it runs
     * @throws ProblemException 422 where the device is not there or the version can't be served, 503 where there is no memory for it
     * @throws UncheckedIOException where the store can't be read
     */
    public LoadedModel load(ModelVersion version, Device device) {
        version.requireDeployable();
        try {
            return stored.open(version.manifest(), version.servedFile(), version.format(), version.signature(), device);
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
        try {
            return engines.open(onnx, ModelFormat.ONNX, Set.of(), null, Device.CPU);
        } catch (IOException e) {
            throw new UncheckedIOException("The model's file can't be read", e);
        }
    }

    /**
     * What models take of the memory.
     *
     * @param models in memory
     * @param bytes that they take, about
     * @param limit bytes that they may take
     * @param loads since the server started
     * @param unloads since the server started
     * @param refusals loads for which there was no room
     */
    public record Usage(int models, long bytes, long limit, long loads, long unloads, long refusals) {}

    /** What models take of the memory now. */
    public Usage usage() {
        return room.usage();
    }

    /** Has {@code unloading} called when there is no room: it unloads a model that is not needed now, and says whether there was one. */
    public void whenFull(BooleanSupplier unloading) {
        room.whenFull(unloading);
    }
}
