package dev.holdfast.kernel;

import java.util.Locale;

/** The kinds of failure that a caller can meet. Each has a page of its own in the documentation, named by its slug. */
public enum ProblemType {
    MALFORMED_REQUEST(
            400,
            "The request could not be read",
            "The body or a parameter is not what the API document says. The field errors name the place; send it again corrected."),
    UNAUTHENTICATED(
            401,
            "Who you are is not known",
            "Send Authorization: Bearer followed by a token, or the name and password of a user as Basic credentials. Tokens end when they expire or are revoked; an admin makes new ones."),
    FORBIDDEN(
            403,
            "Your role does not allow this",
            "The detail names the role that is needed and the one you have. Ask an admin for a token with that role."),
    NOT_FOUND(404, "There is no such resource", "Check the name and the version; lists show what there is."),
    METHOD_NOT_ALLOWED(
            405,
            "The resource does not know this method",
            "The Allow header names the methods that the resource knows."),
    NOT_ACCEPTABLE(406, "No such representation", "Ask for a media type that the API document lists."),
    CONFLICT(
            409,
            "The state of the resource does not allow this",
            "The detail says which state is in the way and what changes it."),
    ALREADY_EXISTS(409, "The name is taken", "Choose another name, or use what is there."),
    PRECONDITION_FAILED(
            412,
            "The resource has changed",
            "Someone else changed the resource since you read it. Read it again, and send the new ETag in If-Match."),
    TOO_LARGE(413, "The request is too large", "The detail names the limit and the setting that raises it."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The format is not supported",
            "The detail lists the formats that are taken; set Content-Type to one of them."),
    INVALID(
            422,
            "The request was understood and is invalid",
            "The request could be read, but something in it can not be. The field errors name each field, the value and the fix."),
    TOO_MANY_REQUESTS(429, "Too many requests", "Wait for the seconds that Retry-After names, then go on more slowly."),
    INTERNAL(
            500,
            "The server failed",
            "This is a fault of the server. Its log has the cause under the id in the X-Request-Id header."),
    NOT_SUPPORTED(501, "Not supported", "The server knows what is meant, but does not do it."),
    UNAVAILABLE(
            503,
            "The server can't do this right now",
            "Something that the server needs is away, or there is too much to do. Try again after the seconds that Retry-After names."),
    OVERLOADED(
            503,
            "Too much waits",
            "The server has as many requests waiting as it may hold. Send it again after the seconds that Retry-After names, and fewer at a time."),
    INSUFFICIENT_STORAGE(
            507,
            "The server has no room",
            "What was sent does not fit on the server's disk. Nothing of it was kept; an admin makes room."),
    DEADLINE_EXCEEDED(
            504, "The deadline passed", "The work took longer than the caller allowed. Nothing was answered half.");

    private final int status;
    private final String title;
    private final String advice;

    ProblemType(int status, String title, String advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    /** The HTTP status that goes with this kind of failure. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What a caller who meets it can do, for the page that describes all kinds. */
    public String advice() {
        return advice;
    }

    /** The name in URLs: lower case with hyphens, for example {@code not-found}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
