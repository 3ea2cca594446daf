package dev.holdfast.kernel;

import java.util.Locale;

/** The kinds of failure that a caller can meet. Each has a page of its own in the documentation, named by its slug. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request could not be read"),
    UNAUTHENTICATED(401, "Who you are is not known"),
    FORBIDDEN(403, "Your role does not allow this"),
    NOT_FOUND(404, "There is no such resource"),
    METHOD_NOT_ALLOWED(405, "The resource does not know this method"),
    NOT_ACCEPTABLE(406, "No such representation"),
    CONFLICT(409, "The state of the resource does not allow this"),
    PRECONDITION_FAILED(412, "The resource has changed"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The format is not supported"),
    INVALID(422, "The request was understood and is invalid"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "The server failed"),
    NOT_SUPPORTED(501, "Not supported"),
    UNAVAILABLE(503, "The server can't do this right now"),
    DEADLINE_EXCEEDED(504, "The deadline passed");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with this kind of failure. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The name in URLs: lower case with hyphens, for example {@code not-found}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
