package dev.holdfast.runtime;

import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens a file with the engine for its format. Engines come into memory with the first model of theirs. */
final class ModelEngines {
    private final RunThreads threads;
    private final ModelRoom room;
    private final Path nativeLibraries;
    private final @Nullable ModelTrial trial;
    private final MemoryMeter meter = new MemoryMeter();

    /** For tools and checks, which try nothing beforehand. */
    ModelEngines(RunThreads threads, ModelRoom room, Path nativeLibraries) {
        this(threads, room, nativeLibraries, null);
    }

    /**
     * Opens nothing yet.
     *
     * @param nativeLibraries where libraries are unpacked that come in jars
     * @param trial opens and runs files that nobody has opened yet; absent: they are opened like others
     */
    ModelEngines(RunThreads threads, ModelRoom room, Path nativeLibraries, @Nullable ModelTrial trial) {
        this.trial = trial;
        this.threads = threads;
        this.room = room;
        this.nativeLibraries = nativeLibraries;
    }

    /** Opens a file to look at it, on the processor or elsewhere, as {@link #open(Path, ModelFormat, Set, ModelSignature, Opening)} does. */
    LoadedModel open(
            Path file, ModelFormat format, Set<String> companions, @Nullable ModelSignature signature, Device device)
            throws IOException {
        try {
            return open(file, format, companions, signature, new Opening(device, RoomNeed.CHECK, null, false));
        } catch (ModelRoom.Full e) {
            throw e.problem();
        }
    }

    /**
     * Opens a file; a problem where it can't be served.
     *
     * @param companions the files beside it that hold its weights
     * @param signature what it takes and gives; only formats that say so themselves do without
     * @throws ModelRoom.Full where there is no memory for it
     */
    LoadedModel open(
            Path file, ModelFormat format, Set<String> companions, @Nullable ModelSignature signature, Opening opening)
            throws IOException {
        long bytes = Files.size(file);
        for (String companion : companions) {
            bytes += Files.size(file.resolveSibling(companion));
        }
        if (trial != null && tries(format, opening.untried())) {
            trial.require(new TrialOrder(file, format, companions, signature, nativeLibraries));
        }
        String model = opening.model();
        ModelRoom.Place place = room.enter(meter.known(model).orElse(bytes), opening.need());
        boolean opened = false;
        try {
            if (!opening.device().isGpu() && format != ModelFormat.XGBOOST) {
                place.measure(meter.begin(model, bytes));
            }
            ModelSession session = session(file, format, companions, signature, opening.device());
            boolean steady = isSteady(file, format, companions);
            session.heapBytes().ifPresent(taken -> place.settle(MemoryUse.measured(taken)));
            opened = true;
            return new LoadedModel(session, threads, steady, place);
        } finally {
            if (!opened) {
                place.close();
            }
        }
    }

    /** Whether a file is opened and run in another process first. */
    boolean tries(ModelFormat format, boolean untried) {
        return trial != null && untried && isNative(format);
    }

    /** Whether files go to code outside of the JVM, which can take the process with it. */
    private static boolean isNative(ModelFormat format) {
        return switch (format) {
            case ONNX, TORCHSCRIPT -> true;
            case XGBOOST, MLFLOW, FILES -> false;
        };
    }

    private ModelSession session(
            Path file, ModelFormat format, Set<String> companions, @Nullable ModelSignature signature, Device device) {
        return switch (format) {
            case ONNX -> OnnxSession.open(file, companions, device);
            case TORCHSCRIPT -> {
                requireProcessor(device, "PyTorch runs on the processor alone here. Convert the model to ONNX,");
                yield TorchScriptSession.open(file, signature, nativeLibraries);
            }
            case XGBOOST -> {
                requireProcessor(device, "models of XGBoost run on the processor. Convert the model to ONNX,");
                yield XgboostSession.open(file);
            }
            case MLFLOW, FILES -> throw UnfitModel.refused("it is no model that can be served; convert it to ONNX.");
        };
    }

    /** Whether its runs take about as long as those before, whatever the values are. */
    private static boolean isSteady(Path file, ModelFormat format, Set<String> companions) throws IOException {
        return switch (format) {
            case ONNX -> !OnnxFile.hasLoop(file, companions);
            case TORCHSCRIPT -> !TorchScriptFile.hasLoop(file);
            case XGBOOST, MLFLOW, FILES -> true;
        };
    }

    private static void requireProcessor(Device device, String why) {
        if (device.isGpu()) {
            throw device.absent(why + " or release with device cpu.");
        }
    }
}
