package dev.holdfast.release;

import java.util.Locale;

/** How a release came to serve. */
public enum ReleaseAction {
    /** It was made. */
    RELEASED,
    /** An earlier release was taken back into service. */
    ROLLED_BACK;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
