package dev.holdfast.artifact.mlflow;

import dev.holdfast.artifact.ArtifactOwner;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Artifacts by what they belong to: a run, a logged model or a version of a registered model. */
@RestController
class OwnedArtifactController {
    /** What web pages send; clients upload through the tree. */
    private static final int MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

    private final Owners owners;
    private final Artifacts artifacts;
    private final ArtifactAnswers answers;

    OwnedArtifactController(Owners owners, Artifacts artifacts, ArtifactAnswers answers) {
        this.owners = owners;
        this.artifacts = artifacts;
        this.answers = answers;
    }

    @GetMapping({MlflowPaths.V2 + "/artifacts/list", MlflowPaths.AJAX_V2 + "/artifacts/list"})
    @Requires(Role.VIEWER)
    void listRunArtifacts(MlflowRequest request, HttpServletResponse response) throws IOException {
        String path = request.text("path", "");
        RequestedPath.parse(path);
        String runId = request.text("run_id");
        if (runId == null) {
            runId = request.has("run_uuid") ? request.required("run_uuid") : request.required("run_id");
        }
        list(owners.location(ArtifactOwner.Kind.RUN, runId), path, response);
    }

    @GetMapping({
        MlflowPaths.V2 + "/logged-models/{modelId}/artifacts/directories",
        MlflowPaths.AJAX_V2 + "/logged-models/{modelId}/artifacts/directories"
    })
    @Requires(Role.VIEWER)
    void listLoggedModelArtifacts(@PathVariable String modelId, MlflowRequest request, HttpServletResponse response)
            throws IOException {
        String path = request.text("artifact_directory_path", "");
        RequestedPath.parse(path);
        list(owners.location(ArtifactOwner.Kind.LOGGED_MODEL, modelId), path, response);
    }

    @GetMapping("/get-artifact")
    @Requires(Role.VIEWER)
    void getRunArtifact(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        String runId = request.getParameter("run_id");
        send(ArtifactOwner.Kind.RUN, runId == null ? parameter(request, "run_uuid") : runId, path, request, response);
    }

    @GetMapping("/model-versions/get-artifact")
    @Requires(Role.VIEWER)
    void getModelVersionArtifact(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        String id = parameter(request, "name") + "/" + parameter(request, "version");
        send(ArtifactOwner.Kind.MODEL_VERSION, id, path, request, response);
    }

    @GetMapping({
        MlflowPaths.V2 + "/logged-models/{modelId}/artifacts/files",
        MlflowPaths.AJAX_V2 + "/logged-models/{modelId}/artifacts/files"
    })
    @Requires(Role.VIEWER)
    void getLoggedModelArtifact(@PathVariable String modelId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = request.getParameter("artifact_file_path");
        if (path == null || path.isEmpty()) {
            throw new MlflowException(
                    MlflowErrorCode.BAD_REQUEST, "Request must include the \"artifact_file_path\" query parameter.");
        }
        RequestedPath.parse(path);
        send(ArtifactOwner.Kind.LOGGED_MODEL, modelId, path, request, response);
    }

    /** The body is the file, and small. */
    @PostMapping(MlflowPaths.AJAX_V2 + "/upload-artifact")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> uploadRunArtifact(HttpServletRequest request) throws IOException {
        String runId = given(RequestedPath.inQuery(request, "run_uuid"), "run_uuid");
        String path = given(RequestedPath.inQuery(request, "path"), "path");
        RequestedPath.parse(path);
        if (request.getContentLengthLong() > MAX_UPLOAD_BYTES) {
            throw tooLarge();
        }
        byte[] body = request.getInputStream().readNBytes(MAX_UPLOAD_BYTES + 1);
        if (body.length > MAX_UPLOAD_BYTES) {
            throw tooLarge();
        }
        if (body.length == 0) {
            throw MlflowException.invalid("Request must specify data.");
        }
        ArtifactPath root = owners.root(owners.location(ArtifactOwner.Kind.RUN, runId));
        artifacts.put(RequestedPath.resolve(root, path), new ByteArrayInputStream(body));
        return Map.of();
    }

    private void list(String location, String path, HttpServletResponse response) throws IOException {
        String relative = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        answers.sendEntries(
                RequestedPath.resolve(owners.root(location), relative),
                relative.isEmpty() ? "" : relative + "/",
                location,
                response);
    }

    private void send(
            ArtifactOwner.Kind kind, String id, String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ArtifactPath root = owners.root(owners.location(kind, id));
        answers.sendFile(RequestedPath.resolve(root, path), request, response);
    }

    private static String path(HttpServletRequest request) {
        String path = parameter(request, "path");
        RequestedPath.parse(path);
        return path;
    }

    private static String parameter(HttpServletRequest request, String name) {
        return given(request.getParameter(name), name);
    }

    private static String given(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw MlflowException.invalid("Request must specify " + name + ".");
        }
        return value;
    }

    private static MlflowException tooLarge() {
        return MlflowException.invalid("Artifact size is too large. Max size is 10MB.");
    }
}
