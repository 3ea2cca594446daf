package dev.holdfast.inference.web;

import dev.holdfast.inference.Codec;
import dev.holdfast.inference.ModelConfig;
import dev.holdfast.inference.OpenInference;
import dev.holdfast.inference.ServedModel;
import dev.holdfast.inference.ServedModelStatistics;
import dev.holdfast.inference.ServedModels;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The Open Inference Protocol, version 2, over REST. A model is a deployment, its version the model version that serves. */
@RestController
@RequestMapping(path = "/v2")
class OpenInferenceController {
    /** The two answers about health in one, since clients read either from either. */
    record Health(boolean live, boolean ready) {}

    /** Whether a model answers. */
    record ModelHealth(String name, boolean ready) {}

    private final ServedModels models;
    private final Predictions predictions;

    OpenInferenceController(ServedModels models, Predictions predictions) {
        this.models = models;
        this.predictions = predictions;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Public
    ServedModels.ServerDescription getInferenceServer() {
        return models.server();
    }

    @GetMapping(path = "/health/live", produces = MediaType.APPLICATION_JSON_VALUE)
    @Public
    Health getInferenceLive() {
        return new Health(true, models.isReady());
    }

    @GetMapping(path = "/health/ready", produces = MediaType.APPLICATION_JSON_VALUE)
    @Public
    ResponseEntity<Health> getInferenceReady() {
        boolean ready = models.isReady();
        return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Health(true, ready));
    }

    @GetMapping(
            path = {"/models/{model}", "/models/{model}/versions/{version}"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ServedModel getServedModel(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return models.model(model, version);
    }

    @GetMapping(
            path = {"/models/{model}/ready", "/models/{model}/versions/{version}/ready"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ModelHealth getServedModelReady(
            @PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return new ModelHealth(models.model(model, version).name(), true);
    }

    @GetMapping(
            path = {"/models/{model}/config", "/models/{model}/versions/{version}/config"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ModelConfig getServedModelConfig(
            @PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return models.config(model, version);
    }

    @GetMapping(
            path = {"/models/{model}/stats", "/models/{model}/versions/{version}/stats"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ServedModelStatistics getServedModelStatistics(
            @PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return models.statistics(model, version);
    }

    @GetMapping(path = "/models/stats", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ServedModelStatistics getAllServedModelStatistics() {
        return models.statistics();
    }

    @PostMapping(
            path = {"/models/{model}/infer", "/models/{model}/versions/{version}/infer"},
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    @Requires(Role.VIEWER)
    void infer(
            @PathVariable String model,
            @PathVariable(required = false) @Nullable String version,
            HttpServletRequest request,
            HttpServletResponse response) {
        Codec codec = OpenInference.codec(request.getHeader(OpenInference.JSON_LENGTH));
        predictions.answer(model, version, codec, request, response);
    }
}
