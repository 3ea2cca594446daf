package dev.holdfast.model;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ProblemException;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes a stored and verified file the next version of a model. */
@Component
class Registrar {
    private final ModelInserter inserter;
    private final ModelRepository models;
    private final VersionRepository versions;
    private final IdempotencyKeys keys;
    private final EntityManager entityManager;
    private final ModelJson json;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Registrar(
            ModelInserter inserter,
            ModelRepository models,
            VersionRepository versions,
            IdempotencyKeys keys,
            EntityManager entityManager,
            ModelJson json,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.inserter = inserter;
        this.models = models;
        this.versions = versions;
        this.keys = keys;
        this.entityManager = entityManager;
        this.json = json;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    public ModelRegistered register(
            ModelRegistration registration,
            Manifest manifest,
            ModelSignature signature,
            @Nullable String idempotencyKey,
            Actor actor) {
        inserter.insert(registration.model(), null, actor);
        // The lock makes registrations of the same model take numbers one after the other.
        ModelEntity model = models.lockByName(registration.model())
                .orElseThrow(() -> ProblemException.notFound("model \"" + registration.model() + "\""));
        Digest digest = manifest.root();
        if (idempotencyKey != null) {
            Optional<VersionEntity> earlier = keys.find(model.id(), actor, idempotencyKey, digest)
                    .flatMap(version -> versions.find(model.name(), version));
            if (earlier.isPresent()) {
                return new ModelRegistered(earlier.get().toRecord(json), false);
            }
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        VersionEntity version = new VersionEntity(
                model, model.nextVersion(now), manifest, signature, registration, json, now, actor.name());
        entityManager.persist(version);
        models.flush();
        if (idempotencyKey != null) {
            keys.remember(model.id(), actor, idempotencyKey, digest, version.version());
        }
        recordAndTell(registration, digest, version.version(), actor);
        return new ModelRegistered(version.toRecord(json), true);
    }

    private void recordAndTell(ModelRegistration registration, Digest digest, int version, Actor actor) {
        Map<String, Object> details = new HashMap<>();
        details.put("digest", digest);
        details.put("datasets", registration.datasets());
        if (registration.runId() != null) {
            details.put("run_id", registration.runId());
        }
        if (registration.pipelineRunId() != null) {
            details.put("pipeline_run_id", registration.pipelineRunId());
        }
        if (registration.gate() != null) {
            details.put("gate_passed", registration.gate().passed());
        }
        audit.record(
                actor,
                "model.version.registered",
                "model/" + registration.model() + "/versions/" + version,
                null,
                details);
        events.publishEvent(new ModelVersionRegistered(registration.model(), version, digest));
    }
}
