package dev.holdfast.mlflow;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.web.ErrorShape;
import dev.holdfast.web.ProblemAdvice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Shows every failure on the protocol's paths as {@code {"error_code", "message"}}; field errors go along for those who read them. */
@RestControllerAdvice
@Order(ProblemAdvice.ORDER - 50)
class MlflowErrors implements ErrorShape {
    private static final List<String> ROOTS =
            List.of("/api/2.0/", "/api/3.0/", "/ajax-api/", "/get-artifact", "/model-versions/get-artifact");

    /** The protocol's shape of a failure. */
    record Failure(Code errorCode, String message, @Nullable List<FieldError> errors) {}

    /** Codes are upper case on the wire, unlike our own enums. */
    record Code(@JsonValue String name) {}

    @Override
    public boolean covers(String path) {
        return ROOTS.stream().anyMatch(path::startsWith);
    }

    @Override
    public ResponseEntity<Failure> show(ProblemException problem) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(statusOf(problem.type()));
        problem.retryAfter()
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(after.toSeconds())));
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"mlflow\"");
        }
        return failure(
                response,
                codeOf(problem.type()),
                message(problem),
                problem.errors().isEmpty() ? null : problem.errors());
    }

    /** Clients know a refusal by how it begins. */
    private static String message(ProblemException problem) {
        return switch (problem.type()) {
            case UNAUTHENTICATED -> "You are not authenticated. " + problem.detail();
            case FORBIDDEN -> "Permission denied. " + problem.detail();
            default -> problem.detail();
        };
    }

    @ExceptionHandler
    ResponseEntity<Failure> own(MlflowException e) {
        return failure(ResponseEntity.status(e.code().status()), e.code(), String.valueOf(e.getMessage()), null);
    }

    private static ResponseEntity<Failure> failure(
            ResponseEntity.BodyBuilder response,
            MlflowErrorCode code,
            String message,
            @Nullable List<FieldError> errors) {
        return response.contentType(MediaType.APPLICATION_JSON)
                .body(new Failure(new Code(code.name()), message, errors));
    }

    /** The protocol's status for the code, but for what HTTP itself has a clearer one. */
    private static int statusOf(ProblemType type) {
        return switch (type) {
            case METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    PRECONDITION_FAILED,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    INSUFFICIENT_STORAGE -> type.status();
            default -> codeOf(type).status();
        };
    }

    private static MlflowErrorCode codeOf(ProblemType type) {
        return switch (type) {
            case MALFORMED_REQUEST, INVALID, CONFLICT -> MlflowErrorCode.INVALID_PARAMETER_VALUE;
            case NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE, TOO_LARGE, PRECONDITION_FAILED -> MlflowErrorCode.BAD_REQUEST;
            case UNAUTHENTICATED -> MlflowErrorCode.UNAUTHENTICATED;
            case FORBIDDEN -> MlflowErrorCode.PERMISSION_DENIED;
            case NOT_FOUND -> MlflowErrorCode.RESOURCE_DOES_NOT_EXIST;
            case METHOD_NOT_ALLOWED -> MlflowErrorCode.ENDPOINT_NOT_FOUND;
            case ALREADY_EXISTS -> MlflowErrorCode.RESOURCE_ALREADY_EXISTS;
            case TOO_MANY_REQUESTS -> MlflowErrorCode.REQUEST_LIMIT_EXCEEDED;
            case INTERNAL, INSUFFICIENT_STORAGE -> MlflowErrorCode.INTERNAL_ERROR;
            case NOT_SUPPORTED -> MlflowErrorCode.NOT_IMPLEMENTED;
            case UNAVAILABLE, OVERLOADED -> MlflowErrorCode.TEMPORARILY_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> MlflowErrorCode.DEADLINE_EXCEEDED;
        };
    }
}
