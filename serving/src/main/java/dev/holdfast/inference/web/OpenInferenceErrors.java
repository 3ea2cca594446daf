package dev.holdfast.inference.web;

import dev.holdfast.inference.OpenInferenceFailure;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.web.ErrorShape;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Every failure of the Open Inference Protocol is a status and {@code {"error": text}}. */
@Component
class OpenInferenceErrors implements ErrorShape {
    private static final String ROOT = "/v2";

    @Override
    public boolean covers(String path) {
        return path.startsWith(ROOT) && (path.length() == ROOT.length() || path.charAt(ROOT.length()) == '/');
    }

    @Override
    public ResponseEntity<OpenInferenceFailure> show(ProblemException problem) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(OpenInferenceFailure.status(problem)).contentType(MediaType.APPLICATION_JSON);
        problem.retryAfter()
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(after.toSeconds())));
        return response.body(OpenInferenceFailure.of(problem));
    }
}
