package dev.holdfast.background;

import java.util.UUID;

/** The right to work on something until someone else claims it. Its words name the attempt in the log. */
public interface Lease {
    /** With whose end the work ends too. */
    UUID job();

    /** Attempts before this one that ended through no fault of the work. */
    int failures();

    /** Grows with every claim: a change to the work is refused where the fence is not the latest. */
    long fence();
}
