package dev.holdfast.kernel;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Names for what machines make. */
public final class Ids {
    private Ids() {}

    /** A UUIDv7 (RFC 9562): sorts by the time it was made. */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    /** Reads an id that a caller sent; a problem that names {@code field} where it is not a UUID. */
    public static UUID parse(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.malformed(field, text, "is not a UUID.");
        }
    }
}
