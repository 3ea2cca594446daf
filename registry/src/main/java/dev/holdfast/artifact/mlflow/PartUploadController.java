package dev.holdfast.artifact.mlflow;

import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.PartUpload;
import dev.holdfast.artifact.PartUploads;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.ForwardedHeaderUtils;

/**
 * Large files in parts. The client asks for an address for each part, sends the parts there without its account, and says when all are
 * sent.
 */
@RestController
@RequestMapping({MlflowPaths.ARTIFACTS_V2, MlflowPaths.AJAX_ARTIFACTS_V2})
class PartUploadController {
    private static final String SECRET = "X-Upload-Secret";
    /** Those of {@code /api/2.0/mlflow-artifacts/mpu/create}. */
    private static final int NAMES_OF_ENDPOINT = 5;

    private final PartUploads uploads;

    PartUploadController(PartUploads uploads) {
        this.uploads = uploads;
    }

    record Begun(String uploadId, List<Credential> credentials) {}

    record Credential(String url, int partNumber, Map<String, String> headers) {}

    @PostMapping("/mpu/create/{*directory}")
    @Requires(Role.CONTRIBUTOR)
    Begun createMultipartUpload(HttpServletRequest http, MlflowRequest request) {
        ArtifactPath path = path(http, request);
        long parts = request.number("num_parts", 1);
        if (parts < 1 || parts > PartUploads.MAX_PARTS) {
            throw request.invalid("num_parts", "there may be from 1 to " + PartUploads.MAX_PARTS + " parts.");
        }
        PartUpload upload = uploads.begin(path, (int) parts);
        String base = ForwardedHeaderUtils.adaptFromForwardedHeaders(
                        URI.create(http.getRequestURL().toString()), new ServletServerHttpRequest(http).getHeaders())
                .replacePath(http.getContextPath() + MlflowPaths.ARTIFACTS_V2 + "/mpu/parts/" + upload.id() + "/")
                .build()
                .toUriString();
        return new Begun(
                upload.id().toString(),
                IntStream.rangeClosed(1, upload.parts())
                        .mapToObj(number -> new Credential(base + number, number, Map.of(SECRET, upload.secret())))
                        .toList());
    }

    /** Needs no account: the upload's secret is what lets in. */
    @PutMapping("/mpu/parts/{uploadId}/{number}")
    @Public
    ResponseEntity<Map<String, Object>> uploadPart(
            @PathVariable String uploadId,
            @PathVariable int number,
            @RequestHeader(name = SECRET, required = false) @Nullable String secret,
            HttpServletRequest request)
            throws IOException {
        Digest digest = uploads.put(id(uploadId), number, secret == null ? "" : secret, request.getInputStream());
        return ResponseEntity.ok().eTag("\"" + digest.hex() + "\"").body(Map.of());
    }

    @PostMapping("/mpu/complete/{*directory}")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> completeMultipartUpload(HttpServletRequest http, MlflowRequest request) {
        SortedMap<Integer, Digest> parts = new TreeMap<>();
        for (MlflowRequest part : request.objects("parts")) {
            parts.put(number(part), digest(part));
        }
        if (parts.isEmpty()) {
            throw request.missing("parts");
        }
        uploads.complete(id(request.required("upload_id")), path(http, request), parts);
        return Map.of();
    }

    @PostMapping("/mpu/abort/{*directory}")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> abortMultipartUpload(HttpServletRequest http, MlflowRequest request) {
        uploads.abort(id(request.required("upload_id")), path(http, request));
        return Map.of();
    }

    /** The URL names the directory; the name of the file is that of the file on the caller's disk, whatever system that runs. */
    private static ArtifactPath path(HttpServletRequest http, MlflowRequest request) {
        ArtifactPath directory = RequestedPath.after(http, NAMES_OF_ENDPOINT);
        String local = request.required("path");
        String name = local.substring(Math.max(local.lastIndexOf('/'), local.lastIndexOf('\\')) + 1);
        if (name.isEmpty()) {
            throw request.invalid("path", "it must end in the name of a file.");
        }
        return RequestedPath.resolve(directory, name);
    }

    private static int number(MlflowRequest part) {
        long number = part.requiredNumber("part_number");
        if (number < 1 || number > PartUploads.MAX_PARTS) {
            throw part.invalid("part_number", "it must be from 1 to " + PartUploads.MAX_PARTS + ".");
        }
        return (int) number;
    }

    private static Digest digest(MlflowRequest part) {
        try {
            return new Digest(part.text("etag", "").replace("\"", ""));
        } catch (IllegalArgumentException e) {
            throw part.invalid("etag", "it must be what the upload of the part answered.");
        }
    }

    private static UUID id(String uploadId) {
        try {
            return UUID.fromString(uploadId);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("such upload under way here: begin again");
        }
    }
}
