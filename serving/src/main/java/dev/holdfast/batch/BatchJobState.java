package dev.holdfast.batch;

import java.util.Locale;

/** Where a batch job stands. */
public enum BatchJobState {
    /** Waits for a server that has room. */
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Whether nothing more happens unless someone asks. */
    public boolean isEnd() {
        return switch (this) {
            case PENDING, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }

    /** The name on the wire and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static BatchJobState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
