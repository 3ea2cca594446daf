package dev.holdfast.dataset.web;

import dev.holdfast.dataset.Dataset;
import dev.holdfast.dataset.DatasetDiff;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.DatasetUpload;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.dataset.Registration;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.web.FileResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/datasets")
class DatasetController {
    private static final String LATEST = "latest";
    private static final String DEFAULT_ROWS = "50";

    private final Datasets datasets;

    DatasetController(Datasets datasets) {
        this.datasets = datasets;
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<Dataset> listDatasets(PageRequest page) {
        return datasets.datasets(page);
    }

    @GetMapping("/{name}")
    @Requires(Role.VIEWER)
    Dataset getDataset(@PathVariable String name) {
        return datasets.dataset(name);
    }

    @PatchMapping(
            path = "/{name}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json"})
    @Requires(Role.CONTRIBUTOR)
    Dataset updateDataset(@PathVariable String name, @RequestBody Map<String, @Nullable Object> change, Actor actor) {
        for (String field : change.keySet()) {
            if (!field.equals("description")) {
                throw ProblemException.malformed(field, null, "can't be changed; known is description.");
            }
        }
        Object description = change.get("description");
        if (description != null && !(description instanceof String)) {
            throw ProblemException.malformed("description", description, "must be a text or null.");
        }
        return change.containsKey("description")
                ? datasets.describe(name, (String) description, actor)
                : datasets.dataset(name);
    }

    /** The body is the file. 201 for a new version, 200 with the existing one where the dataset has these bytes already. */
    @PostMapping(
            path = "/{name}/versions",
            consumes = {
                "text/csv",
                "application/vnd.apache.parquet",
                "application/x-ndjson",
                "application/jsonl",
                "application/x-jsonlines"
            })
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<DatasetVersion> registerDatasetVersion(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String source,
            HttpServletRequest request,
            Actor actor)
            throws IOException {
        DatasetFormat format = format(MediaType.parseMediaType(request.getContentType()));
        UploadBody body = UploadBody.of(request);
        Registration registration =
                datasets.register(name, new DatasetUpload(format, body.stream(), body.expectedDigest(), source), actor);
        DatasetVersion version = registration.version();
        URI location = URI.create("/api/v1/datasets/" + version.name() + "/versions/" + version.version());
        return registration.created()
                ? ResponseEntity.created(location).body(version)
                : ResponseEntity.ok().location(location).body(version);
    }

    @GetMapping("/{name}/versions")
    @Requires(Role.VIEWER)
    Page<VersionSummary> listDatasetVersions(@PathVariable String name, PageRequest page) {
        return datasets.versions(name, page).map(VersionSummary::of);
    }

    @GetMapping("/{name}/versions/{version}")
    @Requires(Role.VIEWER)
    DatasetVersion getDatasetVersion(@PathVariable String name, @PathVariable String version) {
        return find(name, "version", version);
    }

    @GetMapping("/{name}/versions/{version}/profile")
    @Requires(Role.VIEWER)
    VersionProfile getDatasetProfile(@PathVariable String name, @PathVariable String version) {
        int number = find(name, "version", version).version();
        DatasetProfile profile = datasets.profile(name, number);
        return new VersionProfile(name, number, profile.rows(), profile.columns());
    }

    @GetMapping("/{name}/versions/{version}/rows")
    @Requires(Role.VIEWER)
    RowPreview previewDatasetRows(
            @PathVariable String name,
            @PathVariable String version,
            @RequestParam(name = "max_results", defaultValue = DEFAULT_ROWS) int maxResults) {
        return new RowPreview(
                datasets.preview(find(name, "version", version), new PageRequest(maxResults, null).maxResults()));
    }

    @GetMapping("/{name}/versions/{version}/file")
    @Requires(Role.VIEWER)
    void downloadDatasetFile(
            @PathVariable String name,
            @PathVariable String version,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DatasetVersion found = find(name, "version", version);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.setHeader(ReprDigest.HEADER, ReprDigest.write(found.digest()));
        new FileResponse(
                        found.name() + "-" + found.version() + "."
                                + found.format().extension(),
                        found.format().mediaType(),
                        "\"" + found.digest() + "\"",
                        found.sizeBytes(),
                        new FileResponse.Content() {
                            @Override
                            public InputStream whole() throws IOException {
                                return datasets.content(found);
                            }

                            @Override
                            public InputStream part(long offset, long length) throws IOException {
                                return datasets.content(found, offset, length);
                            }
                        })
                .send(request, response);
    }

    @GetMapping("/{name}/diff")
    @Requires(Role.VIEWER)
    DatasetDiff diffDatasetVersions(@PathVariable String name, @RequestParam String from, @RequestParam String to) {
        return datasets.diff(
                name, find(name, "from", from).version(), find(name, "to", to).version());
    }

    private DatasetVersion find(String name, String field, String version) {
        if (version.equals(LATEST)) {
            return datasets.latest(name);
        }
        try {
            return datasets.version(name, Integer.parseInt(version));
        } catch (NumberFormatException e) {
            throw ProblemException.malformed(field, version, "must be the number of a version, or 'latest'.");
        }
    }

    private static DatasetFormat format(MediaType type) {
        if (type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The character set " + type.getCharset() + " is not taken here; send UTF-8.");
        }
        return switch (type.getSubtype().toLowerCase(Locale.ROOT)) {
            case "csv" -> DatasetFormat.CSV;
            case "vnd.apache.parquet" -> DatasetFormat.PARQUET;
            default -> DatasetFormat.JSON_LINES;
        };
    }
}
