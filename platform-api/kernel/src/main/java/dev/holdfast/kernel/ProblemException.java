package dev.holdfast.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that the caller is told about: what happened, where, and what to do. Never carries internals. */
public final class ProblemException extends RuntimeException {
    private final ProblemType type;
    private final transient List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    private ProblemException(
            ProblemType type,
            String detail,
            List<FieldError> errors,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null, null);
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        this(type, detail, errors, null, null);
    }

    public ProblemException(ProblemType type, String detail, Throwable cause) {
        this(type, detail, List.of(), null, cause);
    }

    /** {@code resource} is what was looked for, for example {@code model "fraud" version 3}. */
    public static ProblemException notFound(String resource) {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no " + resource + ".");
    }

    public static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    /** As {@link #conflict(String)}, where it passes: the caller is told when to come back. */
    public static ProblemException conflict(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.CONFLICT, detail, List.of(), retryAfter, null);
    }

    /** Understood but invalid; the detail is the message of the one field that is wrong. */
    public static ProblemException invalid(String field, @Nullable Object value, String message) {
        return invalid(List.of(new FieldError(field, value, message)));
    }

    /** Understood but invalid, with every field that is wrong. */
    public static ProblemException invalid(List<FieldError> errors) {
        String detail = errors.size() == 1
                ? errors.getFirst().field() + ": " + errors.getFirst().message()
                : errors.size() + " fields are invalid; the first is "
                        + errors.getFirst().field() + ": " + errors.getFirst().message();
        return new ProblemException(ProblemType.INVALID, detail, errors);
    }

    public static ProblemException malformed(String field, @Nullable Object value, String message) {
        return new ProblemException(
                ProblemType.MALFORMED_REQUEST, field + ": " + message, List.of(new FieldError(field, value, message)));
    }

    /** Not now, but later: the caller is told when to come back. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, List.of(), retryAfter, null);
    }

    /** Refused because too much waits already: the caller is told when to come back. */
    public static ProblemException overloaded(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.OVERLOADED, detail, List.of(), retryAfter, null);
    }

    /** Too often: the caller is told when to come back. */
    public static ProblemException tooMany(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.TOO_MANY_REQUESTS, detail, List.of(), retryAfter, null);
    }

    public ProblemType type() {
        return type;
    }

    /** What to do about it, in one sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
