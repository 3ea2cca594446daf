package dev.holdfast.access;

/** The server was told to listen where others reach it, and neither a token nor a user exists. */
class OpenToOthersException extends IllegalStateException {
    OpenToOthersException(String address) {
        super("Refusing to listen on " + address
                + " while anyone could do anything: start once on 127.0.0.1, make an admin token with"
                + " POST /api/v1/tokens {\"name\": \"admin\", \"role\": \"admin\"}, then start again.");
    }
}
