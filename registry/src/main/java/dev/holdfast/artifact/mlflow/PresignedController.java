package dev.holdfast.artifact.mlflow;

import dev.holdfast.artifact.ArtifactOwner;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Files are read and written through this server only: it says so in the words that make clients do that. */
@RestController
class PresignedController {
    private static final long MAX_EXPIRATION_SECONDS = 604_800;
    /** Those of {@code /api/2.0/mlflow-artifacts/presigned}. */
    private static final int NAMES_OF_ENDPOINT = 4;

    private final Owners owners;

    PresignedController(Owners owners) {
        this.owners = owners;
    }

    @GetMapping({MlflowPaths.ARTIFACTS_V2 + "/presigned/{*path}", MlflowPaths.AJAX_ARTIFACTS_V2 + "/presigned/{*path}"})
    @Requires(Role.VIEWER)
    void getPresignedDownloadUrl(HttpServletRequest request) {
        RequestedPath.after(request, NAMES_OF_ENDPOINT);
        throw new MlflowException(
                MlflowErrorCode.NOT_IMPLEMENTED,
                "Multipart download is not supported for the current artifact repository");
    }

    @PostMapping({
        MlflowPaths.V2 + "/artifacts/presigned-upload-url",
        MlflowPaths.AJAX_V2 + "/artifacts/presigned-upload-url"
    })
    @Requires(Role.CONTRIBUTOR)
    void createPresignedUploadUrl(MlflowRequest request) {
        String runId = request.text("run_id", "");
        String modelId = request.text("model_id", "");
        if (runId.isEmpty() == modelId.isEmpty()) {
            throw MlflowException.invalid("Exactly one of run_id and model_id must be provided.");
        }
        RequestedPath.parse(request.required("path"));
        String location = runId.isEmpty()
                ? owners.location(ArtifactOwner.Kind.LOGGED_MODEL, modelId)
                : owners.location(ArtifactOwner.Kind.RUN, runId);
        throw unsupported("upload", "", "This endpoint requires a direct cloud storage artifact URI.", location);
    }

    @PostMapping({
        MlflowPaths.V2 + "/artifacts/presigned-download-url",
        MlflowPaths.AJAX_V2 + "/artifacts/presigned-download-url"
    })
    @Requires(Role.VIEWER)
    void createPresignedDownloadUrl(MlflowRequest request) {
        String runId = request.required("run_id");
        RequestedPath.parse(request.required("path"));
        long expiration = request.number("expiration", 1);
        if (expiration < 1 || expiration > MAX_EXPIRATION_SECONDS) {
            throw MlflowException.invalid("expiration must be between 1 and " + MAX_EXPIRATION_SECONDS
                    + " seconds (got " + expiration + ").");
        }
        String location = owners.location(ArtifactOwner.Kind.RUN, runId);
        throw unsupported(
                "download",
                "runs with ",
                "This endpoint requires a run with a direct cloud storage artifact URI.",
                location);
    }

    private static MlflowException unsupported(String what, String with, String needed, String location) {
        @Nullable String scheme = URI.create(location).getScheme();
        return MlflowException.invalid("Presigned " + what + " is not supported for " + with
                + "proxied artifact storage (artifact URI scheme: " + scheme + "). " + needed);
    }
}
