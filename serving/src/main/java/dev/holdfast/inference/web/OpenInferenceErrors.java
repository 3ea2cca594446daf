package dev.holdfast.inference.web;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.web.ErrorShape;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Every failure of the Open Inference Protocol is a status and {@code {"error": text}}. */
@Component
class OpenInferenceErrors implements ErrorShape {
    private static final String ROOT = "/v2";
    private static final int MAX_ERRORS = 10;
    private static final int BAD_REQUEST = 400;

    /** The protocol's shape of a failure. */
    record Failure(String error) {}

    @Override
    public boolean covers(String path) {
        return path.startsWith(ROOT) && (path.length() == ROOT.length() || path.charAt(ROOT.length()) == '/');
    }

    @Override
    public ResponseEntity<Failure> show(ProblemException problem) {
        // The protocol knows no difference between what can't be read and what can't be right.
        int status = problem.type() == ProblemType.INVALID
                ? BAD_REQUEST
                : problem.type().status();
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        problem.retryAfter()
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(after.toSeconds())));
        return response.body(new Failure(text(problem)));
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
                .map(OpenInferenceErrors::text)
                .collect(Collectors.joining(" "));
    }

    private static String text(FieldError error) {
        return error.field() + ": " + error.message();
    }
}
