package dev.holdfast.inference.web;

import dev.holdfast.inference.Codec;
import dev.holdfast.inference.ServedModels;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** MLflow's scoring protocol, for each deployment what {@code mlflow models serve} answers for one model. */
@RestController
@RequestMapping("/deployments/{name}")
class ScoringController {
    /** The newest MLflow whose protocol this was written for. */
    private static final String SPOKEN = "3.17.2";

    private static final String CSV = "text/csv";

    private final Predictions predictions;
    private final ServedModels models;

    ScoringController(Predictions predictions, ServedModels models) {
        this.predictions = predictions;
        this.models = models;
    }

    @PostMapping(path = "/invocations", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    void score(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) {
        predictions.answer(name, null, codec(request.getContentType()), request, response);
    }

    @GetMapping(
            path = {"/ping", "/health"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ResponseEntity<byte[]> pingScoring(@PathVariable String name) {
        models.model(name, null);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body("\n".getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(path = "/version", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Role.VIEWER)
    ResponseEntity<byte[]> getScoringVersion(@PathVariable String name) {
        models.model(name, null);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(SPOKEN.getBytes(StandardCharsets.UTF_8));
    }

    private static Codec codec(@Nullable String contentType) {
        if (contentType == null) {
            throw unsupported("Content-Type is missing; send application/json or text/csv.");
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw unsupported("The scoring server only supports UTF-8");
            }
            if (!parameter.isEmpty() && !parameter.startsWith("charset=")) {
                throw unsupported(
                        "Unrecognized content type parameters: " + parameter.split("=", -1)[0] + ".");
            }
        }
        return switch (parts[0].strip()) {
            case MediaType.APPLICATION_JSON_VALUE -> Codec.scoring();
            case CSV -> Codec.scoringCsv();
            default ->
                throw unsupported("This predictor only supports the following content types: Types: ['text/csv',"
                        + " 'application/json']. Got '" + contentType + "'.");
        };
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
