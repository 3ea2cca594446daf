package dev.holdfast.runtime;

import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens a file with the engine for its format. Engines come into memory with the first model of theirs. */
final class ModelEngines {
    private final RunThreads threads;
    private final Path nativeLibraries;

    /** @param nativeLibraries where libraries are unpacked that come in jars */
    ModelEngines(RunThreads threads, Path nativeLibraries) {
        this.threads = threads;
        this.nativeLibraries = nativeLibraries;
    }

    /**
     * Opens a file; a problem where it can't be served.
     *
     * @param companions the files beside it that hold its weights
     * @param signature what it takes and gives; only formats that say so themselves do without
     */
    LoadedModel open(Path file, ModelFormat format, Set<String> companions, @Nullable ModelSignature signature) {
        ModelSession session = switch (format) {
            case ONNX -> OnnxSession.open(file, companions);
            case TORCHSCRIPT -> TorchScriptSession.open(file, signature, nativeLibraries);
            case XGBOOST -> XgboostSession.open(file);
            case MLFLOW, FILES -> throw UnfitModel.refused("it is no model that can be served; convert it to ONNX.");
        };
        return new LoadedModel(session, threads);
    }
}
