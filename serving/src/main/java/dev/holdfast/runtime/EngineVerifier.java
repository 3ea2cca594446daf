package dev.holdfast.runtime;

import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.ModelVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens a file as serving will, before the registry takes it. */
@Component
class EngineVerifier implements ModelVerifier {
    private final StoredModels stored;
    private final ModelEngines engines;

    EngineVerifier(StoredModels stored, ModelEngines engines) {
        this.stored = stored;
        this.engines = engines;
    }

    @Override
    public Verified verify(Path file, ModelFormat format, @Nullable ModelSignature stated, boolean foreign) {
        try (LoadedModel model = engines.open(file, format, Set.of(), stated, Opening.toLook(foreign))) {
            if (foreign) {
                runOnce(model, format);
            }
            return new Verified(model.signature(), fileName(file, format), model.features());
        } catch (ModelRoom.Full e) {
            throw e.problem();
        } catch (IOException e) {
            throw new UncheckedIOException("The model's file can't be read", e);
        }
    }

    @Override
    public Verified verify(Manifest files, ManifestFile file, ModelFormat format, @Nullable ModelSignature stated) {
        try (LoadedModel model = stored.open(files, file, format, stated, Device.CPU, RoomNeed.CHECK, true)) {
            runOnce(model, format);
            return new Verified(model.signature(), file.path(), model.features());
        } catch (ModelRoom.Full e) {
            throw e.problem();
        } catch (IOException e) {
            throw new UncheckedIOException("The files of a model can't be read from the store", e);
        }
    }

    /** A model that was made elsewhere may open and not run: it is refused now, not when it is to be released. */
    private void runOnce(LoadedModel model, ModelFormat format) {
        if (!engines.tries(format, true)) {
            model.warmUp();
        }
    }

    /** As MLflow's client names them, so that what was registered as a file is loaded by it. */
    private static String fileName(Path file, ModelFormat format) throws IOException {
        return switch (format) {
            case ONNX -> "model.onnx";
            case TORCHSCRIPT -> "data/model.pth";
            case XGBOOST -> XgboostDocument.isBinary(file) ? "model.ubj" : "model.json";
            case MLFLOW, FILES -> throw new IllegalArgumentException("No engine opens " + format);
        };
    }
}
