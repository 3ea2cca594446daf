package dev.holdfast.inference;

/** A value that does not fit where it stands; whoever knows where that is catches it and says so. */
final class BadValue extends RuntimeException {
    BadValue(String message) {
        super(message, null, false, false);
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
