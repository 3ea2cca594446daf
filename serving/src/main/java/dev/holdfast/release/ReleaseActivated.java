package dev.holdfast.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment serves another release than before.
 *
 * @param previousRelease what served before; absent for the first
 */
public record ReleaseActivated(
        String deployment, Release release, @Nullable Release previousRelease, ReleaseAction action, Instant at) {}
