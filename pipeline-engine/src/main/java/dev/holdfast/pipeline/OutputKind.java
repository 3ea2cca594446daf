package dev.holdfast.pipeline;

import java.util.Locale;

/** What an output is, which decides where it can go. */
enum OutputKind {
    TABLE("a table"),
    MODEL("a model"),
    PROFILE("a profile"),
    EVALUATION("an evaluation"),
    VERDICT("a gate's verdict"),
    VERSION("a model version"),
    RELEASE("a release");

    private final String description;

    OutputKind(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
