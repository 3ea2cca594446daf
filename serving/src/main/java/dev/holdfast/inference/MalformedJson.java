package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;

/** Bytes that are not JSON, and where that shows. */
final class MalformedJson extends RuntimeException {
    private final int offset;

    MalformedJson(String message, int offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** The same for the caller, with the line and the column, both from 1. */
    ProblemException problem(byte[] body) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(offset, body.length); i++) {
            if (body[i] == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return ProblemException.malformed(
                "body", null, "is not valid JSON at line " + line + ", column " + column + ": " + getMessage() + ".");
    }
}
