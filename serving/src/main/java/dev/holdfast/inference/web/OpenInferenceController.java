package dev.holdfast.inference.web;

import dev.holdfast.inference.EncodedAnswer;
import dev.holdfast.inference.Inference;
import dev.holdfast.inference.ServedModel;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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
@RequestMapping(path = "/v2", produces = MediaType.APPLICATION_JSON_VALUE)
class OpenInferenceController {
    static final String PREDICTION_ID = "X-Prediction-Id";
    private static final String BINARY_HEADER = "Inference-Header-Content-Length";

    /** What the protocol calls server metadata. */
    record Server(String name, String version, List<String> extensions) {}

    /** The two answers about health in one, since clients read either from either. */
    record Health(boolean live, boolean ready) {}

    /** Whether a model answers. */
    record ModelHealth(String name, boolean ready) {}

    private final Inference inference;
    private final RequestBody requestBody;

    OpenInferenceController(Inference inference, RequestBody requestBody) {
        this.inference = inference;
        this.requestBody = requestBody;
    }

    @GetMapping
    @Public
    Server getInferenceServer() {
        String version = getClass().getPackage().getImplementationVersion();
        return new Server("holdfast", version == null ? "development" : version, List.of());
    }

    @GetMapping("/health/live")
    @Public
    Health getInferenceLive() {
        return new Health(true, inference.isReady());
    }

    @GetMapping("/health/ready")
    @Public
    ResponseEntity<Health> getInferenceReady() {
        boolean ready = inference.isReady();
        return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Health(true, ready));
    }

    @GetMapping({"/models/{model}", "/models/{model}/versions/{version}"})
    @Requires(Role.VIEWER)
    ServedModel getServedModel(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return inference.model(model, version);
    }

    @GetMapping({"/models/{model}/ready", "/models/{model}/versions/{version}/ready"})
    @Requires(Role.VIEWER)
    ModelHealth getServedModelReady(
            @PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return new ModelHealth(inference.model(model, version).name(), true);
    }

    @PostMapping({"/models/{model}/infer", "/models/{model}/versions/{version}/infer"})
    @Requires(Role.VIEWER)
    ResponseEntity<byte[]> infer(
            @PathVariable String model,
            @PathVariable(required = false) @Nullable String version,
            HttpServletRequest request) {
        if (request.getHeader(BINARY_HEADER) != null) {
            throw new ProblemException(
                    ProblemType.NOT_SUPPORTED, "Binary tensors are not supported; send the data as JSON.");
        }
        EncodedAnswer answer = inference.infer(model, version, requestBody.read(request));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(PREDICTION_ID, answer.predictionId().toString())
                .body(answer.json());
    }
}
