package dev.holdfast.artifact.mlflow;

import dev.holdfast.artifact.ArtifactFile;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.web.FileResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Sends files and directories in the protocol's form, whichever endpoint was asked for them. */
@Component
class ArtifactAnswers {
    private final Artifacts artifacts;
    private final JsonMapper json;

    ArtifactAnswers(Artifacts artifacts, JsonMapper json) {
        this.artifacts = artifacts;
        this.json = json;
    }

    void sendFile(ArtifactPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ArtifactFile file = artifacts.find(path).orElseThrow(() -> noFile(path));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        new FileResponse(
                        path.name(),
                        MediaTypes.of(path.name()),
                        "\"" + file.digest() + "\"",
                        file.sizeBytes(),
                        new FileResponse.Content() {
                            @Override
                            public InputStream whole() throws IOException {
                                return artifacts.open(file);
                            }

                            @Override
                            public InputStream part(long offset, long length) throws IOException {
                                return artifacts.open(file, offset, length);
                            }
                        })
                .send(request, response);
    }

    /**
     * Writes a directory's entries as they are read: there may be any number of them.
     *
     * @param before what goes before the name of each entry
     * @param rootUri told along where it is not null
     */
    void sendEntries(ArtifactPath directory, String before, @Nullable String rootUri, HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try (JsonGenerator out = json.createGenerator(response.getOutputStream())) {
            out.writeStartObject();
            if (rootUri != null) {
                out.writeStringProperty("root_uri", rootUri);
            }
            boolean[] any = new boolean[1];
            artifacts.forEachEntry(directory, entry -> {
                if (!any[0]) {
                    any[0] = true;
                    out.writeArrayPropertyStart("files");
                }
                out.writeStartObject();
                out.writeStringProperty("path", before + entry.name());
                out.writeBooleanProperty("is_dir", entry.isDirectory());
                if (entry.sizeBytes() != null) {
                    out.writeNumberProperty("file_size", entry.sizeBytes());
                }
                out.writeEndObject();
            });
            if (any[0]) {
                out.writeEndArray();
            }
            out.writeEndObject();
        }
    }

    private MlflowException noFile(ArtifactPath path) {
        return artifacts.isDirectory(path)
                ? MlflowException.invalid("Artifact path refers to a directory, not a file: '" + path + "'")
                : MlflowException.notFound("No such artifact: '" + path + "'");
    }
}
