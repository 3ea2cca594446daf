package dev.holdfast.imports;

import dev.holdfast.artifact.ArtifactFile;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.imports.ImportProgress.Count;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Copies the files of a run or a logged model. One that is here with the same size is not fetched again. */
@Component
class FileCopier {
    private final Artifacts artifacts;

    FileCopier(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * How the other server is asked for the files of something.
     *
     * @param list lists a directory
     * @param listParameter names it
     * @param file sends a file
     * @param fileParameter names it
     * @param query goes along
     */
    record Owner(
            String subject,
            String list,
            String listParameter,
            String file,
            String fileParameter,
            Map<String, String> query) {
        static Owner run(String runId) {
            return new Owner(
                    "run " + runId,
                    "/api/2.0/mlflow/artifacts/list",
                    "path",
                    "/get-artifact",
                    "path",
                    Map.of("run_id", runId));
        }

        static Owner loggedModel(String modelId) {
            String id = SourceServer.encode(modelId);
            return new Owner(
                    "logged model " + modelId,
                    "/api/2.0/mlflow/logged-models/" + id + "/artifacts/directories",
                    "artifact_directory_path",
                    "/ajax-api/2.0/mlflow/logged-models/" + id + "/artifacts/files",
                    "artifact_file_path",
                    Map.of());
        }
    }

    void copy(ImportContext context, Owner owner, ArtifactPath root, Map<Count, Long> counts) {
        Deque<String> directories = new ArrayDeque<>();
        directories.add("");
        while (!directories.isEmpty()) {
            String directory = directories.remove();
            JsonNode files;
            try {
                files = context.source()
                        .get(owner.list(), query(owner, owner.listParameter(), directory))
                        .path("files");
            } catch (SourceServer.RefusedException e) {
                context.leaveOut(
                        "artifact",
                        owner.subject() + (directory.isEmpty() ? "" : ": " + directory),
                        "The other server can't list its files: " + e.getMessage());
                continue;
            }
            for (JsonNode file : files) {
                String path = Json.text(file, "path");
                if (file.path("is_dir").asBoolean(false)) {
                    // Some servers list a file as what is in it.
                    if (path.length() > directory.length()) {
                        directories.add(path);
                    }
                } else {
                    copyFile(context, owner, root, path, Json.number(file, "file_size"), counts);
                }
            }
        }
    }

    private void copyFile(
            ImportContext context,
            Owner owner,
            ArtifactPath root,
            String path,
            long sizeBytes,
            Map<Count, Long> counts) {
        try {
            ArtifactPath target = root.resolve(path);
            ArtifactFile here = artifacts.find(target).orElse(null);
            if (here == null || here.sizeBytes() != sizeBytes) {
                here = fetch(context, owner, target, path);
            }
            counts.merge(Count.FILES, 1L, Long::sum);
            counts.merge(Count.BYTES, here.sizeBytes(), Long::sum);
        } catch (SourceServer.RefusedException e) {
            context.leaveOut(
                    "artifact", owner.subject() + ": " + path, "The other server does not send it: " + e.getMessage());
        } catch (ProblemException e) {
            context.leaveOut("artifact", owner.subject() + ": " + path, e.detail());
        }
    }

    /** A body that breaks off leaves nothing, and is fetched again. */
    private ArtifactFile fetch(ImportContext context, Owner owner, ArtifactPath target, String path) {
        for (int attempt = 1; ; attempt++) {
            try (InputStream body = context.source().open(owner.file(), query(owner, owner.fileParameter(), path))) {
                return artifacts.put(target, body);
            } catch (IOException | UncheckedIOException e) {
                if (attempt == 4) {
                    throw new SourceServer.AwayException("The file " + path + " of " + owner.subject() + " broke off "
                            + attempt + " times: " + e.getMessage());
                }
            }
        }
    }

    private static Map<String, String> query(Owner owner, String parameter, String path) {
        Map<String, String> query = new HashMap<>(owner.query());
        if (!path.isEmpty()) {
            query.put(parameter, path);
        }
        return query;
    }
}
