package dev.holdfast.model;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.tracking.LoggedModels;
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
    private final RequestKeys keys;
    private final SourceFiles files;
    private final LoggedModels loggedModels;
    private final EntityManager entityManager;
    private final ModelJson json;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Registrar(
            ModelInserter inserter,
            ModelRepository models,
            VersionRepository versions,
            RequestKeys keys,
            SourceFiles files,
            LoggedModels loggedModels,
            EntityManager entityManager,
            ModelJson json,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.inserter = inserter;
        this.models = models;
        this.versions = versions;
        this.keys = keys;
        this.files = files;
        this.loggedModels = loggedModels;
        this.entityManager = entityManager;
        this.json = json;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** A problem (404) where there is no such model: nothing needs to be looked at then. */
    @Transactional(readOnly = true)
    public void requireModel(String name) {
        if (models.findByName(name).isEmpty()) {
            throw RegistryRules.noSuchModel(name);
        }
    }

    /**
     * Gives the version its number.
     *
     * @param makesModel whether the model is made where there is none; otherwise that is a problem (404)
     */
    @Transactional
    public ModelVersion register(NewVersion facts, boolean makesModel, @Nullable RequestKey key, Actor actor) {
        if (makesModel) {
            inserter.insert(facts.model(), actor);
        }
        // The lock makes registrations of the same model take numbers one after the other.
        ModelEntity model =
                models.lockByName(facts.model()).orElseThrow(() -> RegistryRules.noSuchModel(facts.model()));
        RequestKey request =
                key == null ? null : key.about(facts.manifest().root().toString());
        Optional<String> earlier = keys.find(request);
        if (earlier.isPresent()) {
            return versions.find(model.name(), Integer.parseInt(earlier.get()))
                    .orElseThrow(() -> ProblemException.conflict(
                            "What this Idempotency-Key led to, version " + earlier.get() + " of model \"" + model.name()
                                    + "\", was deleted; use a new key to register the file again."))
                    .toRecord(json);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int number = model.nextVersion(now);
        if (facts.modelId() != null && !facts.isPrompt()) {
            loggedModels.noteVersion(facts.modelId(), model.name(), number);
        }
        files.hold(facts);
        VersionEntity entity = new VersionEntity(model, number, facts, json, now, actor.name());
        entityManager.persist(entity);
        models.flush();
        keys.remember(request, Integer.toString(entity.version()));
        ModelVersion version = entity.toRecord(json);
        recordAndTell(version, actor);
        return version;
    }

    private void recordAndTell(ModelVersion version, Actor actor) {
        Map<String, Object> details = new HashMap<>();
        details.put("digest", version.digest());
        details.put("datasets", version.datasets());
        put(details, "run_id", version.runId());
        put(details, "model_id", version.modelId());
        put(details, "pipeline_run_id", version.pipelineRunId());
        put(
                details,
                "gate_passed",
                version.gate() == null ? null : version.gate().passed());
        audit.record(
                actor,
                "model.version.registered",
                "model/" + version.model() + "/versions/" + version.version(),
                null,
                details);
        events.publishEvent(new ModelVersionRegistered(
                version.model(),
                version.version(),
                version.digest(),
                version.source(),
                version.runId(),
                version.tags(),
                version.description()));
    }

    private static void put(Map<String, Object> details, String key, @Nullable Object value) {
        if (value != null) {
            details.put(key, value);
        }
    }
}
