package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;

/** Tells a caller why a file will not become a model. */
final class UnfitModel {
    private UnfitModel() {}

    /** A problem (422) about the file. */
    static ProblemException refused(String why) {
        return ProblemException.invalid("file", null, "can't be served: " + why);
    }
}
