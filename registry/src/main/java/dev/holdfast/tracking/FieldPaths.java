package dev.holdfast.tracking;

import java.util.Locale;

/** What the fields of a batch are called where it comes from, for messages. */
enum FieldPaths {
    /** In our own API, where params and tags are maps. */
    OURS,
    /** In a batch of MLflow's. */
    BATCH,
    /** In a call of MLflow's that logs one thing. */
    SINGLE;

    String metric(int index, String field) {
        return switch (this) {
            case OURS -> "metrics[" + index + "]." + field;
            case BATCH -> "metrics[" + index + "]." + (field.equals("key") ? "name" : field);
            case SINGLE -> field.equals("key") ? "name" : field;
        };
    }

    String key(Kind kind, int index, String key) {
        return entry(kind, index, key, "key");
    }

    String value(Kind kind, int index, String key) {
        return entry(kind, index, key, "value");
    }

    private String entry(Kind kind, int index, String key, String field) {
        String list = kind.name().toLowerCase(Locale.ROOT);
        return switch (this) {
            case OURS -> list + "." + key;
            case BATCH -> list + "[" + index + "]." + field;
            case SINGLE -> field;
        };
    }

    enum Kind {
        PARAMS,
        TAGS
    }
}
