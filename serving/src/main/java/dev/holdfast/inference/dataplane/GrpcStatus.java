package dev.holdfast.inference.dataplane;

import dev.holdfast.kernel.ProblemType;
import java.nio.charset.StandardCharsets;

/** How gRPC tells a failure: a number, and a text that is percent-encoded. */
final class GrpcStatus {
    static final int OK = 0;
    private static final int INVALID_ARGUMENT = 3;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int NOT_FOUND = 5;
    private static final int ALREADY_EXISTS = 6;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int FAILED_PRECONDITION = 9;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    private static final int MAX_BYTES = 1_000;

    private GrpcStatus() {}

    /** Load that is shed is RESOURCE_EXHAUSTED: clients would send again at once what is UNAVAILABLE. */
    static int of(ProblemType type) {
        return switch (type) {
            case MALFORMED_REQUEST, INVALID, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE -> INVALID_ARGUMENT;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case FORBIDDEN -> PERMISSION_DENIED;
            case NOT_FOUND -> NOT_FOUND;
            case ALREADY_EXISTS -> ALREADY_EXISTS;
            case CONFLICT, PRECONDITION_FAILED -> FAILED_PRECONDITION;
            case TOO_LARGE, TOO_MANY_REQUESTS, OVERLOADED, INSUFFICIENT_STORAGE -> RESOURCE_EXHAUSTED;
            case METHOD_NOT_ALLOWED, NOT_SUPPORTED -> UNIMPLEMENTED;
            case INTERNAL -> INTERNAL;
            case UNAVAILABLE -> UNAVAILABLE;
            case DEADLINE_EXCEEDED -> DEADLINE_EXCEEDED;
        };
    }

    /** The text as a header takes it. */
    static String message(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(utf8.length + 16);
        for (int i = 0; i < Math.min(utf8.length, MAX_BYTES); i++) {
            byte next = utf8[i];
            if (next >= ' ' && next <= '~' && next != '%') {
                encoded.append((char) next);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((next >> 4) & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(next & 0xf, 16)));
            }
        }
        return encoded.toString();
    }
}
