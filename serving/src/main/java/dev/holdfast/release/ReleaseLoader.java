package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.runtime.Device;
import dev.holdfast.runtime.HeldModel;
import dev.holdfast.runtime.Keeping;
import dev.holdfast.runtime.ModelRuntime;
import org.springframework.stereotype.Component;

/** Brings a model version into memory, ready to serve its first caller as fast as any other. */
@Component
class ReleaseLoader {
    private final Models models;
    private final ModelRuntime runtime;

    ReleaseLoader(Models models, ModelRuntime runtime) {
        this.models = models;
        this.runtime = runtime;
    }

    /**
     * The version that a request names.
     *
     * @throws ProblemException 422 about {@code field} where there is none
     */
    ModelVersion find(String field, String model, int version) {
        try {
            return models.version(model, version);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.NOT_FOUND) {
                throw e;
            }
            throw ProblemException.invalid(
                    field,
                    version,
                    "is not a version of a model \"" + model + "\"; GET /api/v1/models/" + model
                            + "/versions lists them.");
        }
    }

    /** Verifies the digest, loads, runs a golden input; a problem where one of them fails. */
    HeldModel load(ModelVersion version, Device device) {
        return runtime.hold(version, device, Keeping.NOW);
    }

    LoadedRelease load(Release release) {
        return load(release, Keeping.NOW);
    }

    LoadedRelease load(Release release, Keeping keeping) {
        ModelVersion version = models.version(release.model(), release.modelVersion());
        if (!version.digest().equals(release.modelDigest())) {
            throw ProblemException.conflict("Model \"" + release.model() + "\" version " + release.modelVersion()
                    + " has the digest " + version.digest() + "; release " + release.number() + " was made with "
                    + release.modelDigest() + ".");
        }
        return new LoadedRelease(release, version, runtime.hold(version, Device.parse(release.device()), keeping));
    }
}
