package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.Locale;

/** A window that nothing will be added to, with the reference that it is to be judged by. */
record ClosedWindow(TrafficWindow window, ModelReference reference, Cause cause, Instant closedAt) {
    /** Why a window was closed. */
    enum Cause {
        FULL,
        AGE,
        RELEASE,
        SHUTDOWN,
        RESTART;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
