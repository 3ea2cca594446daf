package dev.holdfast.web;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Turns every failure into a problem, shown as problem details, or in the shape that a foreign protocol has on its own paths. */
@RestControllerAdvice
@Order(ProblemAdvice.ORDER)
public class ProblemAdvice {
    /** An advice for exceptions of its own takes a lower order. */
    public static final int ORDER = 100;

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    /** The SQL state of {@code character_not_in_repertoire}. */
    private static final String CHARACTER_REFUSED = "22021";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final List<ErrorShape> shapes;

    ProblemAdvice(List<ErrorShape> shapes) {
        this.shapes = List.copyOf(shapes);
    }

    @ExceptionHandler
    ResponseEntity<?> problem(ProblemException e, HttpServletRequest request) {
        return respond(e, request);
    }

    @ExceptionHandler
    ResponseEntity<?> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        return respond(unreadable(e), request);
    }

    @ExceptionHandler
    ResponseEntity<?> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        Class<?> type = e.getRequiredType();
        return respond(
                ProblemException.malformed(
                        e.getName(),
                        e.getValue(),
                        "can't be read as " + (type == null ? "what is needed here" : describe(type)) + "."),
                request);
    }

    @ExceptionHandler
    ResponseEntity<?> missing(MissingServletRequestParameterException e, HttpServletRequest request) {
        return respond(
                ProblemException.malformed(e.getParameterName(), null, "is missing from the query string."), request);
    }

    @ExceptionHandler
    ResponseEntity<?> invalid(MethodArgumentNotValidException e, HttpServletRequest request) {
        List<FieldError> errors = e.getFieldErrors().stream()
                .map(error -> new FieldError(
                        snakeCase(error.getField()),
                        error.getRejectedValue(),
                        String.valueOf(error.getDefaultMessage()) + "."))
                .toList();
        return respond(ProblemException.invalid(errors), request);
    }

    @ExceptionHandler
    ResponseEntity<?> mediaType(HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
        return respond(
                new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type " + e.getContentType() + " is not taken here; send one of "
                                + e.getSupportedMediaTypes() + "."),
                request);
    }

    /** The database is away: the caller may come back. */
    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class,
        TransientDataAccessException.class,
        QueryTimeoutException.class
    })
    ResponseEntity<?> databaseAway(Exception e, HttpServletRequest request) {
        log.warn(
                "{} {}: the database can't be reached: {}", request.getMethod(), request.getRequestURI(), e.toString());
        return respond(
                ProblemException.unavailable("The database can't be reached right now; try again.", RETRY_AFTER),
                request);
    }

    /** Texts reach the database as they came; one that PostgreSQL can't store is the caller's to mend. */
    @ExceptionHandler
    ResponseEntity<?> unstorable(DataIntegrityViolationException e, HttpServletRequest request) {
        if (e.getMostSpecificCause() instanceof SQLException cause && CHARACTER_REFUSED.equals(cause.getSQLState())) {
            return respond(
                    new ProblemException(
                            ProblemType.INVALID, "A text in the request holds the character U+0000; leave it out."),
                    request);
        }
        return any(e, request);
    }

    /** The query holds an escape that is none, or bytes that are no text. */
    @ExceptionHandler
    ResponseEntity<?> unreadableQuery(InvalidParameterException e, HttpServletRequest request) {
        return respond(
                new ProblemException(
                        ProblemType.MALFORMED_REQUEST,
                        "A parameter in the query can't be read; percent-encode it, in UTF-8."),
                request);
    }

    /** The caller hung up: there is nobody to answer. */
    @ExceptionHandler
    void callerGone(AsyncRequestNotUsableException e) {
        log.debug("The caller hung up: {}", e.toString());
    }

    @ExceptionHandler
    ResponseEntity<?> any(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            String detail = known.getBody().getDetail();
            return respond(
                    new ProblemException(
                            typeOf(known.getStatusCode()), detail == null ? "The request is not valid." : detail),
                    request);
        }
        if (isDatabaseAway(e)) {
            return databaseAway(e, request);
        }
        if (isCallerGone(e)) {
            log.debug("The caller hung up: {}", e.toString());
        } else {
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        }
        return respond(
                new ProblemException(
                        ProblemType.INTERNAL, "The server failed; its log has the cause under this request's id."),
                request);
    }

    private ResponseEntity<?> respond(ProblemException problem, HttpServletRequest request) {
        String path = request.getRequestURI();
        for (ErrorShape shape : shapes) {
            if (shape.covers(path)) {
                return shape.show(problem);
            }
        }
        ResponseEntity<ProblemDetail> response = ProblemDetails.respond(problem);
        ProblemDetail body = response.getBody();
        if (body != null) {
            body.setInstance(URI.create(path));
        }
        return response;
    }

    private static ProblemException unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof UnrecognizedPropertyException unknown) {
                return ProblemException.malformed(
                        path(unknown), null, "is not a field here; known are " + known(unknown) + ".");
            }
            if (cause instanceof MismatchedInputException mismatch) {
                String field = path(mismatch);
                return ProblemException.malformed(
                        field.isEmpty() ? "body" : field, null, "has the wrong type or is missing; " + hint(mismatch));
            }
            // A type of ours, for example a digest, refused what was sent: it says why.
            if (cause instanceof ValueInstantiationException refused) {
                if (refused.getCause() instanceof ProblemException problem) {
                    return problem;
                }
                if (refused.getCause() instanceof IllegalArgumentException why) {
                    return ProblemException.malformed(path(refused), null, "can't be read: " + why.getMessage());
                }
            }
            if (cause instanceof JacksonException json) {
                var location = json.getLocation();
                return ProblemException.malformed(
                        "body",
                        null,
                        "is not valid JSON"
                                + (location == null
                                        ? "."
                                        : " at line " + location.getLineNr() + ", column " + location.getColumnNr()
                                                + "."));
            }
        }
        return ProblemException.malformed("body", null, "is missing or can't be read.");
    }

    private static Set<String> known(UnrecognizedPropertyException unknown) {
        Set<String> names = new TreeSet<>();
        if (unknown.getKnownPropertyIds() != null) {
            unknown.getKnownPropertyIds().forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    private static String hint(MismatchedInputException mismatch) {
        Class<?> target = mismatch.getTargetType();
        return target == null ? "see the API document." : "expected " + describe(target) + ".";
    }

    private static String describe(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(value -> value.toString().toLowerCase(java.util.Locale.ROOT))
                            .toList();
        }
        if (Set.of(int.class, long.class, Integer.class, Long.class).contains(type)) {
            return "a whole number";
        }
        if (Set.of(double.class, float.class, Double.class, Float.class).contains(type)) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (java.util.Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return type == java.util.UUID.class ? "a UUID" : "an object";
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    static ProblemType typeOf(HttpStatusCode status) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status.value()) {
                return type;
            }
        }
        return ProblemType.MALFORMED_REQUEST;
    }

    /** A connection that was lost in the middle of a transaction shows in many guises; its SQL state tells. */
    private static boolean isDatabaseAway(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                // The pool's own word for a connection that it has given up has no state.
                if (state == null
                        ? "Connection is closed".equals(sql.getMessage())
                        : state.startsWith("08") || state.startsWith("57P")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isCallerGone(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals("ClientAbortException")
                    || (cause instanceof IOException && "Broken pipe".equals(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }
}
