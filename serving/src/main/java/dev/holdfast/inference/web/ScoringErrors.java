package dev.holdfast.inference.web;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.web.ErrorShape;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Failures of MLflow's scoring protocol: a code and a message, or plain text for a Content-Type that is not taken. */
@Component
class ScoringErrors implements ErrorShape {
    private static final String ROOT = "/deployments/";
    private static final int BAD_REQUEST = 400;

    /** The protocol's shape of a failure. */
    record Failure(String errorCode, String message) {}

    @Override
    public boolean covers(String path) {
        return path.startsWith(ROOT);
    }

    @Override
    public ResponseEntity<?> show(ProblemException problem) {
        if (problem.type() == ProblemType.UNSUPPORTED_MEDIA_TYPE) {
            return ResponseEntity.status(problem.type().status())
                    .contentType(MediaType.TEXT_PLAIN)
                    .body(problem.detail());
        }
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(status(problem.type())).contentType(MediaType.APPLICATION_JSON);
        problem.retryAfter()
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(after.toSeconds())));
        return response.body(new Failure(code(problem.type()), problem.detail()));
    }

    private static int status(ProblemType type) {
        return type == ProblemType.INVALID || type == ProblemType.CONFLICT ? BAD_REQUEST : type.status();
    }

    private static String code(ProblemType type) {
        return switch (type) {
            case MALFORMED_REQUEST,
                    INVALID,
                    CONFLICT,
                    ALREADY_EXISTS,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    PRECONDITION_FAILED,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE -> "BAD_REQUEST";
            case UNAUTHENTICATED -> "UNAUTHENTICATED";
            case FORBIDDEN -> "PERMISSION_DENIED";
            case NOT_FOUND -> "RESOURCE_DOES_NOT_EXIST";
            case TOO_MANY_REQUESTS -> "REQUEST_LIMIT_EXCEEDED";
            case INTERNAL, INSUFFICIENT_STORAGE -> "INTERNAL_ERROR";
            case NOT_SUPPORTED -> "NOT_IMPLEMENTED";
            case UNAVAILABLE, OVERLOADED -> "TEMPORARILY_UNAVAILABLE";
            case DEADLINE_EXCEEDED -> "DEADLINE_EXCEEDED";
        };
    }
}
