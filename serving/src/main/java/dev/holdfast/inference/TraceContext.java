package dev.holdfast.inference;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a request belongs to, by the W3C's Trace Context.
 *
 * @param traceId 32 hexadecimal digits
 * @param parentId the caller's span, 16 hexadecimal digits; absent where he sent none
 * @param sampled whether the caller records the trace
 */
public record TraceContext(String traceId, @Nullable String parentId, boolean sampled) {
    /** The header, and the key in gRPC's metadata, that it comes in. */
    public static final String HEADER = "traceparent";

    private static final Pattern PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /** What the header says; a trace of its own where there is none, or it can't be read. */
    public static TraceContext of(@Nullable String traceparent) {
        if (traceparent != null) {
            var parts = PARENT.matcher(traceparent);
            if (parts.matches() && (parts.group(4) == null || !traceparent.startsWith("00"))) {
                return new TraceContext(
                        parts.group(1), parts.group(2), (HexFormat.fromHexDigits(parts.group(3)) & 1) != 0);
            }
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return new TraceContext(
                hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong()), null, false);
    }
}
