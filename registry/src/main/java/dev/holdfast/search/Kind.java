package dev.holdfast.search;

import java.util.Optional;

/** What an identifier names: something that every row has, or one of the things that are logged under a key. */
public enum Kind {
    METRIC("metric"),
    PARAM("parameter"),
    TAG("tag"),
    ATTRIBUTE("attribute"),
    DATASET("dataset");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** The kind that callers call so. */
    static Optional<Kind> named(String name) {
        return switch (name) {
            case "metric", "metrics" -> Optional.of(METRIC);
            case "parameter", "parameters", "param", "params" -> Optional.of(PARAM);
            case "tag", "tags" -> Optional.of(TAG);
            case "attribute", "attributes", "attr", "run" -> Optional.of(ATTRIBUTE);
            case "dataset", "datasets" -> Optional.of(DATASET);
            default -> Optional.empty();
        };
    }

    /** The first of its names, as messages have it. */
    public String label() {
        return label;
    }
}
