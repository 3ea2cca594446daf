package dev.holdfast.imports.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.imports.ImportJob;
import dev.holdfast.imports.ImportRequest;
import dev.holdfast.imports.Imports;
import dev.holdfast.imports.LeftOut;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/import/mlflow")
class ImportController {
    private static final int MAX_WAIT = 600;

    private final Imports imports;

    ImportController(Imports imports) {
        this.imports = imports;
    }

    record NewImport(
            @NotNull String trackingUri,
            @Nullable String username,
            @Nullable String password,
            @Nullable String token,
            @Nullable List<String> experiments,
            @Nullable List<String> models,
            @Nullable Boolean artifacts) {
        ImportRequest toRequest() {
            try {
                return new ImportRequest(
                        new URI(trackingUri),
                        new ImportRequest.Credentials(username, password, token),
                        experiments,
                        models,
                        artifacts == null || artifacts);
            } catch (URISyntaxException e) {
                throw ProblemException.invalid("tracking_uri", null, "is no address.");
            }
        }

        @Override
        public String toString() {
            return "NewImport[…]";
        }
    }

    /** Copies what another MLflow server has, as far as it is not here already. */
    @PostMapping
    @Idempotent(secret = true)
    @Requires(Role.ADMIN)
    ResponseEntity<ImportJob> startImport(
            @Valid @RequestBody NewImport body,
            @RequestParam(name = "wait", defaultValue = "0") int wait,
            @Nullable RequestKey key,
            Actor actor) {
        Duration atMost = wait(wait);
        ImportJob job = imports.start(body.toRequest(), key, actor);
        if (atMost.isPositive()) {
            job = imports.await(job.id(), atMost);
        }
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/import/mlflow/" + job.id()))
                .body(job);
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<ImportJob> listImports(PageRequest page) {
        return imports.list(page);
    }

    @GetMapping("/{id}")
    @Requires(Role.VIEWER)
    ImportJob getImport(@PathVariable String id, @RequestParam(name = "wait", defaultValue = "0") int wait) {
        return imports.await(Ids.parse("id", id), wait(wait));
    }

    /** What was not copied, and why. */
    @GetMapping("/{id}/left-out")
    @Requires(Role.VIEWER)
    Page<LeftOut> listLeftOut(@PathVariable String id, PageRequest page) {
        return imports.leftOut(Ids.parse("id", id), page);
    }

    @PostMapping("/{id}/cancel")
    @Idempotent
    @Requires(Role.ADMIN)
    ImportJob cancelImport(@PathVariable String id, Actor actor) {
        return imports.cancel(Ids.parse("id", id), actor);
    }

    private static Duration wait(int seconds) {
        if (seconds < 0 || seconds > MAX_WAIT) {
            throw ProblemException.malformed("wait", seconds, "must be from 0 to " + MAX_WAIT + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }
}
