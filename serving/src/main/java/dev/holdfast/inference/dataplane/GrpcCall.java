package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.ContentCoding;
import dev.holdfast.inference.TraceContext;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.RequestHeaders;
import dev.holdfast.runtime.Deadline;
import dev.holdfast.web.Callers;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One call over gRPC, as its frames come: a message behind its length in four bytes, and whether it is compressed in one. */
final class GrpcCall {
    private static final int PREFIX = 5;
    private static final int MAX_TIMEOUT_DIGITS = 8;

    private final String path;
    private final Callers.Evidence evidence;
    private final TraceContext trace;
    private final Deadline deadline;
    private final RequestHeaders metadata;
    private final @Nullable String encoding;
    private final long limit;
    private final byte[] prefix = new byte[PREFIX];
    private final BodyBytes message;
    private int prefixSize;
    private long length;
    private boolean ended;

    GrpcCall(Http2Headers headers, Callers.Evidence evidence, long limit, BodyRoom room) {
        this.message = new BodyBytes(room);
        this.path = text(headers, ":path") == null ? "" : String.valueOf(text(headers, ":path"));
        this.evidence = evidence;
        this.trace = TraceContext.of(text(headers, TraceContext.HEADER));
        this.deadline = deadline(text(headers, "grpc-timeout"));
        this.metadata = name -> text(headers, name.toLowerCase(Locale.ROOT));
        this.encoding = text(headers, "grpc-encoding");
        this.limit = limit;
    }

    static @Nullable String text(Http2Headers headers, String name) {
        CharSequence value = headers.get(name);
        return value == null ? null : value.toString();
    }

    String path() {
        return path;
    }

    Callers.Evidence evidence() {
        return evidence;
    }

    RequestHeaders metadata() {
        return metadata;
    }

    TraceContext trace() {
        return trace;
    }

    /** The caller's; he hanging up ends it as well. */
    Deadline deadline() {
        return deadline;
    }

    /** Marks the call as answered; false where it was before. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        message.close();
        return first;
    }

    boolean isEnded() {
        return ended;
    }

    /** Takes what came of the message; a problem where it is more than it may be. */
    void add(ByteBuf data) {
        while (data.isReadable()) {
            if (prefixSize < PREFIX) {
                prefix[prefixSize++] = data.readByte();
                if (prefixSize == PREFIX) {
                    length = ((prefix[1] & 0xffL) << 24)
                            | ((prefix[2] & 0xffL) << 16)
                            | ((prefix[3] & 0xffL) << 8)
                            | (prefix[4] & 0xffL);
                    message.expect(length, limit);
                }
                continue;
            }
            long missing = length - message.length();
            if (missing == 0) {
                throw new ProblemException(ProblemType.NOT_SUPPORTED, "The method takes one message.");
            }
            message.add(data.readSlice((int) Math.min(missing, data.readableBytes())), limit);
        }
    }

    int length() {
        return message.length();
    }

    /** Whether all of the message is there. */
    boolean isWhole() {
        return prefixSize == PREFIX && message.length() == length;
    }

    /** The message when all of it is there. */
    byte[] message() {
        if (prefixSize < PREFIX || message.length() < length) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The message ends too early.");
        }
        if (prefix[0] == 0) {
            return message.bytes();
        }
        return ContentCoding.of(encoding).read(message.bytes(), limit);
    }

    private static Deadline deadline(@Nullable String timeout) {
        if (timeout == null || timeout.length() < 2 || timeout.length() > MAX_TIMEOUT_DIGITS + 1) {
            return Deadline.none();
        }
        ChronoUnit unit = switch (timeout.charAt(timeout.length() - 1)) {
            case 'H' -> ChronoUnit.HOURS;
            case 'M' -> ChronoUnit.MINUTES;
            case 'S' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MILLIS;
            case 'u' -> ChronoUnit.MICROS;
            case 'n' -> ChronoUnit.NANOS;
            default -> null;
        };
        String digits = timeout.substring(0, timeout.length() - 1);
        return unit == null || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                ? Deadline.none()
                : Deadline.in(Duration.of(Long.parseLong(digits), unit));
    }
}
