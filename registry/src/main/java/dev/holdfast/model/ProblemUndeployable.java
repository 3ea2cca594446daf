package dev.holdfast.model;

import dev.holdfast.kernel.ProblemException;

/** Tells a caller why a version will not be served. */
final class ProblemUndeployable {
    private ProblemUndeployable() {}

    static ProblemException of(ModelVersion version) {
        String why = version.undeployable();
        return ProblemException.invalid(
                "version",
                version.version(),
                "of model \"" + version.model() + "\" can't be deployed: "
                        + (why == null ? "it has no file that can be served." : why));
    }
}
