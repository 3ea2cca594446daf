package dev.holdfast.inference.web;

import dev.holdfast.inference.Codec;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Predictions for people and {@code curl}: named columns in, labels and values out. */
@RestController
class PredictController {
    private final Predictions predictions;

    PredictController(Predictions predictions) {
        this.predictions = predictions;
    }

    @PostMapping(path = "/api/v1/deployments/{name}/predict", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    void predict(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) {
        predictions.answer(name, null, Codec.namedRows(), request, response);
    }
}
