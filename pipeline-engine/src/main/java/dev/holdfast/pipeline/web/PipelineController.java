package dev.holdfast.pipeline.web;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.pipeline.Pipeline;
import dev.holdfast.pipeline.PipelineChange;
import dev.holdfast.pipeline.PipelineVersion;
import dev.holdfast.pipeline.Pipelines;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pipelines")
class PipelineController {
    private static final int MAX_BYTES = 256 * 1024;
    private final Pipelines pipelines;

    PipelineController(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<Pipeline> listPipelines(PageRequest page) {
        return pipelines.pipelines(page);
    }

    @GetMapping("/{name}")
    @Requires(Role.VIEWER)
    Pipeline getPipeline(@PathVariable String name) {
        return pipelines.pipeline(name);
    }

    /** The body is the definition. 201 for a new version, 200 with the existing one where the pipeline had this text before. */
    @PutMapping(
            path = "/{name}",
            consumes = {"application/yaml", "application/x-yaml", "text/yaml", "text/plain"})
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<PipelineVersion> putPipeline(@PathVariable String name, HttpServletRequest request, Actor actor)
            throws IOException {
        PipelineChange change = pipelines.put(name, text(request), actor);
        PipelineVersion version = change.version();
        URI location = URI.create("/api/v1/pipelines/" + version.pipeline() + "/versions/" + version.version());
        return change.created()
                ? ResponseEntity.created(location).body(version)
                : ResponseEntity.ok().location(location).body(version);
    }

    @GetMapping("/{name}/versions")
    @Requires(Role.VIEWER)
    Page<PipelineVersion> listPipelineVersions(@PathVariable String name, PageRequest page) {
        return pipelines.versions(name, page);
    }

    @GetMapping("/{name}/versions/{version}")
    @Requires(Role.VIEWER)
    PipelineVersion getPipelineVersion(@PathVariable String name, @PathVariable int version) {
        return pipelines.version(name, version);
    }

    private static String text(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "A definition has at most " + MAX_BYTES + " bytes; send a shorter one.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.malformed("body", null, "is not UTF-8 text; save the definition as UTF-8.");
        }
    }
}
