package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.runtime.LoadedModel;
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

    /** Verifies the digest, loads, runs a golden input; a problem where one of them fails. */
    LoadedModel load(ModelVersion version) {
        LoadedModel model = runtime.load(version);
        try {
            model.warmUp();
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    LoadedRelease load(Release release) {
        ModelVersion version = models.version(release.model(), release.modelVersion());
        if (!version.digest().equals(release.modelDigest())) {
            throw ProblemException.conflict("Model \"" + release.model() + "\" version " + release.modelVersion()
                    + " has the digest " + version.digest() + "; release " + release.number() + " was made with "
                    + release.modelDigest() + ".");
        }
        return new LoadedRelease(release, version, load(version));
    }
}
