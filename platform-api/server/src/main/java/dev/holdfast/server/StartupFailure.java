package dev.holdfast.server;

import org.jspecify.annotations.Nullable;

/** The server can't start, for a reason that the person who starts it can remove: the message is all they need. */
class StartupFailure extends RuntimeException {
    StartupFailure(String message) {
        super(message);
    }

    StartupFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
