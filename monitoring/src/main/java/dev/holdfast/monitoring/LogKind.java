package dev.holdfast.monitoring;

import java.util.Locale;

/** What a day of the log holds. */
public enum LogKind {
    /** Predicted rows with their inputs and what was predicted. */
    PREDICTIONS,
    /** Requests that got no prediction. */
    FAILURES;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LogKind of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
