package dev.holdfast.release.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.release.Caching;
import dev.holdfast.release.Deployment;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.HistoryEntry;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.Production;
import dev.holdfast.release.ProductionReader;
import dev.holdfast.release.Release;
import dev.holdfast.release.ReleaseChange;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.ServingSettings;
import dev.holdfast.runtime.Batching;
import dev.holdfast.runtime.Device;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/deployments")
class DeploymentController {
    /** What is sent to make or replace a deployment. */
    record DeploymentBody(
            @Nullable String description,
            @Nullable MonitoringSettings monitoring,
            @Nullable Batching batching,
            @Nullable Caching cache,
            @Nullable Boolean keepWarm) {}

    /** What is sent to release a model version; {@code device} is {@code cpu} where it is absent. */
    record ReleaseBody(
            @Nullable String model,
            @Nullable Integer version,
            @Nullable String reason,
            @Nullable String device) {}

    /** What is sent to roll back; without a release, to the one before. */
    record RollbackBody(
            @Nullable Integer toRelease, @Nullable String reason) {}

    /** What is sent to keep a deployment from automatic releases. */
    record PinBody(@Nullable String reason) {}

    private final Deployments deployments;
    private final ProductionReader production;
    private final Clock clock;

    DeploymentController(Deployments deployments, ProductionReader production, Clock clock) {
        this.deployments = deployments;
        this.production = production;
        this.clock = clock;
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<DeploymentResponse> listDeployments(PageRequest page) {
        return deployments.deployments(page).map(this::response);
    }

    @GetMapping("/{name}")
    @Requires(Role.VIEWER)
    ResponseEntity<DeploymentResponse> getDeployment(@PathVariable String name) {
        return tagged(ResponseEntity.ok(), deployments.deployment(name));
    }

    @PutMapping("/{name}")
    @Requires(Role.APPROVER)
    ResponseEntity<DeploymentResponse> putDeployment(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable DeploymentBody body,
            Actor actor) {
        MonitoringSettings monitoring = body == null ? null : body.monitoring();
        DeploymentSpec spec = new DeploymentSpec(
                body == null ? null : body.description(),
                monitoring == null ? MonitoringSettings.DEFAULTS : monitoring,
                body == null
                        ? ServingSettings.DEFAULTS
                        : ServingSettings.of(body.batching(), body.cache(), body.keepWarm()));
        Deployment deployment = deployments.put(name, spec, EntityTag.revision(ifMatch), actor);
        return tagged(
                deployment.revision() == 1
                        ? ResponseEntity.created(URI.create("/api/v1/deployments/" + name))
                        : ResponseEntity.ok(),
                deployment);
    }

    @PostMapping("/{name}/releases")
    @Idempotent
    @Requires(Role.APPROVER)
    ResponseEntity<ReleaseChange> createRelease(
            @PathVariable String name, @Nullable RequestKey key, @RequestBody ReleaseBody body, Actor actor) {
        List<FieldError> errors = new ArrayList<>();
        String model = body.model();
        Integer version = body.version();
        if (model == null) {
            errors.add(new FieldError("model", null, "is missing: name the registered model."));
        }
        if (version == null) {
            errors.add(new FieldError("version", null, "is missing: give the number of the model version."));
        }
        if (model == null || version == null) {
            throw ProblemException.invalid(errors);
        }
        ReleaseChange change = deployments.release(
                name,
                new ReleaseRequest(
                        model,
                        version,
                        body.reason(),
                        false,
                        body.device() == null ? Device.CPU : Device.parse(body.device())),
                key,
                actor);
        URI location = URI.create(
                "/api/v1/deployments/" + name + "/releases/" + change.to().number());
        boolean unchanged = change.flipMs() == 0;
        return (unchanged ? ResponseEntity.ok().location(location) : ResponseEntity.created(location)).body(change);
    }

    @GetMapping("/{name}/releases")
    @Requires(Role.VIEWER)
    Page<Release> listReleases(@PathVariable String name, PageRequest page) {
        return deployments.releases(name, page);
    }

    @GetMapping("/{name}/releases/{number}")
    @Requires(Role.VIEWER)
    Release getRelease(@PathVariable String name, @PathVariable int number) {
        return deployments.release(name, number);
    }

    @GetMapping("/{name}/history")
    @Requires(Role.VIEWER)
    Page<HistoryEntry> listDeploymentHistory(@PathVariable String name, PageRequest page) {
        return deployments.history(name, page);
    }

    @PostMapping("/{name}/rollback")
    @Idempotent
    @Requires(Role.APPROVER)
    ReleaseChange rollbackDeployment(
            @PathVariable String name, @Nullable RequestKey key, @RequestBody RollbackBody body, Actor actor) {
        String reason = body.reason();
        return deployments.rollback(name, body.toRelease(), reason == null ? "" : reason, key, actor);
    }

    @GetMapping("/{name}/at")
    @Requires(Role.VIEWER)
    Production getDeploymentAt(@PathVariable String name, @RequestParam(required = false) @Nullable Instant time) {
        return production.at(name, time);
    }

    @PutMapping("/{name}/pin")
    @Requires(Role.APPROVER)
    ResponseEntity<DeploymentResponse> pinDeployment(
            @PathVariable String name, @RequestBody PinBody body, Actor actor) {
        String reason = body.reason();
        return tagged(ResponseEntity.ok(), deployments.pin(name, reason == null ? "" : reason, actor));
    }

    @DeleteMapping("/{name}/pin")
    @Requires(Role.APPROVER)
    ResponseEntity<DeploymentResponse> unpinDeployment(
            @PathVariable String name, @RequestParam(required = false) @Nullable String reason, Actor actor) {
        return tagged(ResponseEntity.ok(), deployments.unpin(name, reason, actor));
    }

    private ResponseEntity<DeploymentResponse> tagged(ResponseEntity.BodyBuilder builder, Deployment deployment) {
        return builder.eTag(EntityTag.of(deployment.revision())).body(response(deployment));
    }

    private DeploymentResponse response(Deployment deployment) {
        return DeploymentResponse.of(
                deployment,
                deployments.failure(deployment.name()).orElse(null),
                deployments
                        .memory(deployment.name())
                        .map(standing -> MemoryResponse.of(standing, clock))
                        .orElse(null));
    }
}
