package dev.holdfast.model.web;

import dev.holdfast.dataset.Datasets;
import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.model.Lineage;
import dev.holdfast.model.ModelStage;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.model.RegistryQuery;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.tracking.Runs;
import dev.holdfast.web.FileResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/models/{name}/versions")
class ModelVersionController {
    private static final int MAX_FACTS_BYTES = 1024 * 1024;

    private final Models models;
    private final Datasets datasets;
    private final Runs runs;
    private final BlobStore blobs;
    private final JsonMapper json;

    ModelVersionController(Models models, Datasets datasets, Runs runs, BlobStore blobs, JsonMapper json) {
        this.models = models;
        this.datasets = datasets;
        this.runs = runs;
        this.blobs = blobs;
        this.json = json;
    }

    /** The newest first, or as {@code order_by} says; {@code filter} may ask for {@code version_number}, {@code run_id}, {@code tags} … */
    @GetMapping
    @Requires(Role.VIEWER)
    Page<ModelVersion> listModelVersions(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String filter,
            @RequestParam(name = "order_by", required = false) @Nullable List<String> orderBy,
            PageRequest page) {
        return filter == null && orderBy == null
                ? models.versions(name, page)
                : models.searchVersions(
                        name,
                        new RegistryQuery(
                                filter,
                                orderBy == null ? List.of("version_number DESC") : orderBy,
                                page.maxResults(),
                                page.pageToken()));
    }

    /** Registers a model from elsewhere: a part {@code file} and a part {@code facts} in JSON. */
    @PostMapping
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<ModelVersion> registerModelVersion(
            @PathVariable String name,
            @Nullable RequestKey key,
            @RequestPart(name = "file", required = false) @Nullable MultipartFile file,
            @RequestPart(name = "facts", required = false) @Nullable Part facts,
            HttpServletRequest request,
            Actor actor)
            throws IOException {
        checkMultipart(request);
        if (file == null || file.isEmpty()) {
            throw ProblemException.invalid(
                    "file", null, "is missing or empty; send the model's file as the part \"file\", with a file name.");
        }
        RegistrationFacts read = facts == null ? RegistrationFacts.NONE : read(facts, request);
        Path scratch = blobs.newScratchFile(".model");
        try {
            file.transferTo(scratch);
            ModelVersion version = models.register(read.toRegistration(name, scratch, datasets, runs), key, actor);
            return ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/models/{name}/versions/{version}")
                            .build(name, version.version()))
                    .body(version);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    /** {@code version} is a number or {@code @} and an alias. */
    @GetMapping("/{version}")
    @Requires(Role.VIEWER)
    ModelVersion getModelVersion(@PathVariable String name, @PathVariable String version) {
        return find(name, version);
    }

    /** A JSON Merge Patch of {@code description} and {@code tags}. */
    @PatchMapping("/{version}")
    @Requires(Role.CONTRIBUTOR)
    ModelVersion changeModelVersion(
            @PathVariable String name, @PathVariable String version, @RequestBody JsonNode body, Actor actor) {
        return models.update(name, find(name, version).version(), MergePatch.ofVersion(body), actor);
    }

    /** Deletes the version; its number is not given again. Refused while a deployment's release uses it. */
    @DeleteMapping("/{version}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Role.APPROVER)
    void deleteModelVersion(@PathVariable String name, @PathVariable String version, Actor actor) {
        models.delete(name, find(name, version).version(), actor);
    }

    /** Moves the version to a stage; an active stage can be cleared of the versions that are in it. */
    @PutMapping("/{version}/stage")
    @Requires(Role.APPROVER)
    ModelVersion setModelVersionStage(
            @PathVariable String name, @PathVariable String version, @Valid @RequestBody NewStage body, Actor actor) {
        boolean archiveOthers = Boolean.TRUE.equals(body.archiveExistingVersions());
        return models.transition(name, find(name, version).version(), body.stage(), archiveOthers, actor);
    }

    record NewStage(@NotNull ModelStage stage, @Nullable Boolean archiveExistingVersions) {}

    @GetMapping("/{version}/lineage")
    @Requires(Role.VIEWER)
    Lineage getModelVersionLineage(@PathVariable String name, @PathVariable String version) {
        return models.lineage(name, find(name, version).version());
    }

    /** The file, or a range of it. */
    @GetMapping(path = "/{version}/file", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Requires(Role.VIEWER)
    void downloadModelVersion(
            @PathVariable String name,
            @PathVariable String version,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ModelVersion found = find(name, version);
        ManifestFile file = found.servedFile();
        new FileResponse(
                        name + "-" + found.version() + extension(file.path()),
                        MediaType.APPLICATION_OCTET_STREAM_VALUE,
                        "\"" + file.digest() + "\"",
                        file.sizeBytes(),
                        new FileResponse.Content() {
                            @Override
                            public InputStream whole() {
                                return models.read(found, file);
                            }

                            @Override
                            public InputStream part(long offset, long length) {
                                return models.read(found, file, offset, length);
                            }
                        })
                .send(request, response);
    }

    private static String extension(String path) {
        return path.lastIndexOf('.') > path.lastIndexOf('/') ? path.substring(path.lastIndexOf('.')) : "";
    }

    /** Not left to the mapping of requests: who may not write is told so whatever they send. */
    private static void checkMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || !type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type " + type
                            + " is not taken here; send multipart/form-data with the parts file and facts.");
        }
    }

    private ModelVersion find(String name, String version) {
        if (version.startsWith("@")) {
            String alias = version.substring(1);
            return models.byAlias(name, alias)
                    .orElseThrow(() -> ProblemException.notFound("alias \"" + alias + "\" of model \"" + name + "\""));
        }
        try {
            return models.version(name, Integer.parseInt(version));
        } catch (NumberFormatException e) {
            throw ProblemException.malformed("version", version, "must be a number, or @ and an alias.");
        }
    }

    /** Whatever Content-Type the part names: command-line clients send none. */
    private RegistrationFacts read(Part facts, HttpServletRequest request) throws IOException {
        if (facts.getSize() > MAX_FACTS_BYTES) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "The part \"facts\" may have up to " + MAX_FACTS_BYTES + " bytes.");
        }
        try (InputStream body = facts.getInputStream()) {
            RegistrationFacts read = json.readValue(body, RegistrationFacts.class);
            if (read == null) {
                throw ProblemException.malformed("facts", null, "must be a JSON object.");
            }
            return read;
        } catch (JacksonException e) {
            throw new HttpMessageNotReadableException("facts can't be read", e, new ServletServerHttpRequest(request));
        }
    }
}
