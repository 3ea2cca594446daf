package dev.holdfast.web;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Writes problems as RFC 9457 problem details. */
public final class ProblemDetails {
    /** Where the documentation describes the kinds of problem, relative to the server. */
    public static final String TYPE_BASE = "/docs/problems#";

    private ProblemDetails() {}

    public static ResponseEntity<ProblemDetail> respond(ProblemException problem) {
        HttpHeaders headers = new HttpHeaders();
        problem.retryAfter()
                .ifPresent(
                        after -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, after.toSeconds()))));
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"holdfast\"");
        }
        return ResponseEntity.status(problem.type().status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(of(problem.type(), problem.detail(), problem.errors()));
    }

    public static ProblemDetail of(ProblemType type, String detail, List<FieldError> errors) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(
                org.springframework.http.HttpStatusCode.valueOf(type.status()), detail);
        body.setType(URI.create(TYPE_BASE + type.slug()));
        body.setTitle(type.title());
        if (!errors.isEmpty()) {
            body.setProperty("errors", errors);
        }
        return body;
    }
}
