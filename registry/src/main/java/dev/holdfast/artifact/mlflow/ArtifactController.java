package dev.holdfast.artifact.mlflow;

import dev.holdfast.artifact.ArtifactFile;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The tree of artifacts as clients reach it for locations like {@code mlflow-artifacts:/0/<run>/artifacts}. */
@RestController
@RequestMapping({MlflowPaths.ARTIFACTS_V2, MlflowPaths.AJAX_ARTIFACTS_V2})
class ArtifactController {
    /** Those of {@code /api/2.0/mlflow-artifacts/artifacts}. */
    private static final int NAMES_OF_ENDPOINT = 4;

    private final Artifacts artifacts;
    private final ArtifactAnswers answers;

    ArtifactController(Artifacts artifacts, ArtifactAnswers answers) {
        this.artifacts = artifacts;
        this.answers = answers;
    }

    @GetMapping("/artifacts")
    @Requires(Role.VIEWER)
    void listArtifacts(@RequestParam(required = false) @Nullable String path, HttpServletResponse response)
            throws IOException {
        answers.sendEntries(RequestedPath.parse(path), "", null, response);
    }

    @GetMapping("/artifacts/{*path}")
    @Requires(Role.VIEWER)
    void downloadArtifact(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answers.sendFile(path(request), request, response);
    }

    /** The body is the file, whatever type it says it has. */
    @PutMapping("/artifacts/{*path}")
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<Map<String, Object>> uploadArtifact(HttpServletRequest request) throws IOException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw new MlflowException(
                    MlflowErrorCode.BAD_REQUEST,
                    "Content-Encoding " + encoding + " is not taken here; send the file as it is.");
        }
        if (request.getRequestURI().endsWith("/")) {
            throw MlflowException.invalid("Artifact path must include a filename (cannot end with '/').");
        }
        ArtifactFile file = artifacts.put(path(request), request.getInputStream());
        return ResponseEntity.ok().eTag("\"" + file.digest() + "\"").body(Map.of());
    }

    @DeleteMapping("/artifacts/{*path}")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> deleteArtifact(HttpServletRequest request, Actor actor) {
        artifacts.delete(path(request), actor);
        return Map.of();
    }

    private static ArtifactPath path(HttpServletRequest request) {
        return RequestedPath.after(request, NAMES_OF_ENDPOINT);
    }
}
