package dev.holdfast.release;

import java.util.Locale;

/** What changed about who answers. */
public enum ReleaseAction {
    /** It was made. */
    RELEASED,
    /** An earlier release was taken back into service. */
    ROLLED_BACK,
    /** It answered a share of the requests, or copies of them, and answers all from now on. */
    PROMOTED,
    /** It serves as before; who answers beside it is another. */
    TRAFFIC_CHANGED,
    /** All is as before: a promotion rule was due, and the evidence said neither yes nor no. */
    PROMOTION_HELD;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
