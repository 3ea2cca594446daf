package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/** Loads models, within the memory that they may take together. */
@Service
public class ModelRuntime {
    private final StoredModels stored;
    private final ModelEngines engines;
    private final ModelRoom room;
    private final RunThreads threads;

    ModelRuntime(StoredModels stored, ModelEngines engines, ModelRoom room, RunThreads threads) {
        this.stored = stored;
        this.engines = engines;
        this.room = room;
        this.threads = threads;
    }

    /**
     * Loads a registered model version on the processor to look at it, after its files' digests were verified: flipped bits in weights load
     * without complaint.
     *
     * @throws ProblemException 422 where the version can't be served, 503 where there is no memory for it
     * @throws UncheckedIOException where the store can't be read
     */
    public LoadedModel load(ModelVersion version) {
        try {
            return load(version, Device.CPU, RoomNeed.CHECK);
        } catch (ModelRoom.Full e) {
            throw e.problem();
        }
    }

    /**
     * A registered model version that answers, or may: verified, loaded and run once, or left out of memory until it is asked for.
     *
     * @param device where it runs
     * @throws ProblemException 422 where the device is not there or the version can't be served, 503 where there is no memory for it
     * @throws UncheckedIOException where the store can't be read
     */
    public HeldModel hold(ModelVersion version, Device device, Keeping keeping) {
        LoadedModel loaded = null;
        try {
            loaded = open(
                    version,
                    device,
                    switch (keeping) {
                        case NOW -> RoomNeed.ANSWER;
                        case ON_DEMAND -> RoomNeed.ON_DEMAND;
                        case WARM -> RoomNeed.WARM;
                    });
        } catch (ModelRoom.Full e) {
            if (keeping != Keeping.ON_DEMAND) {
                throw e.problem();
            }
        }
        return new HeldModel(
                "Model \"" + version.model() + "\" version " + version.version(),
                version.signature(),
                loaded,
                need -> open(version, device, need),
                room.counts(),
                threads.queueLimit());
    }

    private LoadedModel open(ModelVersion version, Device device, RoomNeed need) {
        long start = System.nanoTime();
        LoadedModel opened = null;
        boolean ready = false;
        try {
            opened = load(version, device, need);
            opened.warmUp();
            opened.requireRoom(need);
            if (opened.memory().bytes() >= LoadedModel.LARGE) {
                // What reading the file took.
                NativeMemory.trimSoon();
            }
            room.counts().timed(System.nanoTime() - start);
            ready = true;
            return opened;
        } catch (ModelRoom.Full e) {
            throw e;
        } catch (RuntimeException | Error e) {
            room.counts().failed();
            throw e;
        } finally {
            if (!ready && opened != null) {
                opened.close();
            }
        }
    }

    private LoadedModel load(ModelVersion version, Device device, RoomNeed need) {
        version.requireDeployable();
        try {
            return stored.open(
                    version.manifest(),
                    version.servedFile(),
                    version.format(),
                    version.signature(),
                    device,
                    need,
                    false);
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
     * @param bytes that they take, by what was measured and estimated
     * @param measuredBytes of those, bytes that were measured
     * @param limit bytes that they may take
     * @param loads since the server started, those to look at a model included
     * @param failures models that could not come to answer
     * @param unloads since the server started
     * @param displacements models that answer and were unloaded for others
     * @param refusals loads for which there was no room
     */
    public record Usage(
            int models,
            long bytes,
            long measuredBytes,
            long limit,
            long loads,
            long failures,
            long unloads,
            long displacements,
            long refusals) {}

    /** What models take of the memory now. */
    public Usage usage() {
        return room.usage();
    }

    /** Has {@code unloading} called when there is no room: it unloads a model that may go and is not needed now, and says whether there was one. */
    public void whenFull(Predicate<MayUnload> unloading) {
        room.whenFull(unloading);
    }
}
