package dev.holdfast.release;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.kernel.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a deployment answers inputs that it was asked before from memory.
 *
 * @param maxBytes bytes of answers that each replica keeps at most, 1,024 to 4,294,967,296
 */
public record Caching(boolean enabled, long maxBytes) {
    public static final Caching OFF = of(null, null);

    private static final long LEAST = 1_024;
    private static final long MOST = 1L << 32;
    private static final long USUAL = 64L << 20;

    public Caching {
        if (maxBytes < LEAST || maxBytes > MOST) {
            throw ProblemException.invalid("cache.max_bytes", maxBytes, "must be from " + LEAST + " to " + MOST + ".");
        }
    }

    /** Settings with defaults for what is absent. */
    @JsonCreator
    public static Caching of(
            @JsonProperty("enabled") @Nullable Boolean enabled, @JsonProperty("max_bytes") @Nullable Long maxBytes) {
        return new Caching(enabled != null && enabled, maxBytes == null ? USUAL : maxBytes);
    }
}
