package dev.holdfast.inference.web;

import dev.holdfast.inference.EncodedAnswer;
import dev.holdfast.inference.Inference;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Predictions for people and {@code curl}: named columns in, labels and values out. */
@RestController
class PredictController {
    private final Inference inference;
    private final RequestBody requestBody;

    PredictController(Inference inference, RequestBody requestBody) {
        this.inference = inference;
        this.requestBody = requestBody;
    }

    @PostMapping(path = "/api/v1/deployments/{name}/predict", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ResponseEntity<byte[]> predict(@PathVariable String name, HttpServletRequest request) {
        EncodedAnswer answer = inference.predict(name, requestBody.read(request));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        OpenInferenceController.PREDICTION_ID,
                        answer.predictionId().toString())
                .body(answer.json());
    }
}
