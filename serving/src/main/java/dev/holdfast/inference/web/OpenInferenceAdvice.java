package dev.holdfast.inference.web;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.web.ProblemAdvice;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Every failure of the Open Inference Protocol is a status and {@code {"error": text}}. */
@RestControllerAdvice(assignableTypes = {OpenInferenceController.class, UnknownInferencePath.class})
@Order(ProblemAdvice.ORDER - 50)
class OpenInferenceAdvice {
    private static final Logger log = LoggerFactory.getLogger(OpenInferenceAdvice.class);
    private static final int MAX_ERRORS = 10;
    private static final int BAD_REQUEST = 400;

    /** The protocol's shape of a failure. */
    record Failure(String error) {}

    @ExceptionHandler
    ResponseEntity<Failure> problem(ProblemException e) {
        // The protocol knows no difference between what can't be read and what can't be right.
        int status = e.type() == ProblemType.INVALID ? BAD_REQUEST : e.type().status();
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        e.retryAfter().ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(after.toSeconds())));
        return response.body(new Failure(text(e)));
    }

    @ExceptionHandler
    ResponseEntity<Failure> any(Exception e) {
        log.error("A prediction failed", e);
        return ResponseEntity.internalServerError()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Failure("The server failed; its log has the cause."));
    }

    private static String text(ProblemException e) {
        if (e.type() == ProblemType.NOT_FOUND) {
            // Some clients look for these words.
            return "Request for unknown model: " + e.detail();
        }
        if (e.errors().size() < 2) {
            return e.detail();
        }
        return e.errors().stream()
                .limit(MAX_ERRORS)
                .map(OpenInferenceAdvice::text)
                .collect(Collectors.joining(" "));
    }

    private static String text(FieldError error) {
        return error.field() + ": " + error.message();
    }
}
