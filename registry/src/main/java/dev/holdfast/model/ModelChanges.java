package dev.holdfast.model;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changes registered models: each in the caller's transaction, with its audit entry and its event. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class ModelChanges {
    private final ModelRepository models;
    private final VersionRepository versions;
    private final Releases releases;
    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ModelChanges(
            ModelRepository models,
            VersionRepository versions,
            Releases releases,
            JdbcClient jdbc,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.releases = releases;
        this.jdbc = jdbc;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    public RegisteredModel update(String name, ModelChange change, @Nullable Long expectedRevision, Actor actor) {
        RegistryRules.checkDescription(change.description());
        RegistryRules.checkTags(change.tags());
        ModelChange.Ownership ownership = change.owner();
        RegistryRules.checkOwner(ownership == null ? null : ownership.owner());
        ModelEntity model = lock(name, expectedRevision);
        if (change.describes()) {
            model.describe(change.description(), now());
        }
        change.tags().forEach((key, value) -> {
            model.tag(key, value);
            events.publishEvent(
                    value == null
                            ? new RegisteredModelUntagged(name, key)
                            : new RegisteredModelTagged(name, key, value));
        });
        Map<String, Object> details = new HashMap<>();
        details.put("tags", List.copyOf(change.tags().keySet()));
        details.put("description", change.describes());
        if (ownership != null) {
            String former = model.own(ownership.owner(), now());
            noteIfKnown(details, "owner", ownership.owner());
            noteIfKnown(details, "former_owner", former);
        }
        audit.record(actor, "model.changed", subject(name), null, details);
        return flushed(model);
    }

    public RegisteredModel rename(String name, String newName, @Nullable Long expectedRevision, Actor actor) {
        RegistryRules.checkName("new_name", newName);
        ModelEntity model = lock(name, expectedRevision);
        if (name.equals(newName)) {
            return model.toRecord();
        }
        if (models.findByName(newName).isPresent()) {
            throw RegistryRules.nameTaken(newName);
        }
        releases.refuseIfUsed(name, "renamed");
        Instant now = now();
        model.rename(newName, now);
        RegisteredModel renamed;
        try {
            renamed = flushed(model);
        } catch (DataIntegrityViolationException e) {
            throw RegistryRules.nameTaken(newName);
        }
        jdbc.sql("UPDATE model.version SET updated_at = (SELECT updated_at FROM model.registered_model WHERE id = :id)"
                        + " WHERE model = :id")
                .param("id", model.id())
                .update();
        audit.record(actor, "model.renamed", subject(newName), null, Map.of("former_name", name));
        events.publishEvent(new RegisteredModelRenamed(name, newName));
        return renamed;
    }

    public void delete(String name, @Nullable Long expectedRevision, Actor actor) {
        ModelEntity model = lock(name, expectedRevision);
        releases.refuseIfUsed(name, "deleted");
        for (String statement : List.of(
                "DELETE FROM model.alias WHERE model = :id",
                "DELETE FROM model.version WHERE model = :id",
                "DELETE FROM model.registered_model WHERE id = :id")) {
            jdbc.sql(statement).param("id", model.id()).update();
        }
        audit.record(actor, "model.deleted", subject(name), null, Map.of("last_version", model.lastVersion()));
        events.publishEvent(new RegisteredModelDeleted(name));
    }

    public RegisteredModel setAlias(
            String name, String alias, int version, @Nullable Long expectedRevision, Actor actor) {
        RegistryRules.checkAlias(alias);
        RegistryRules.checkAliasIsFree(alias);
        ModelEntity model = lock(name, expectedRevision);
        if (versions.find(name, version).isEmpty()) {
            throw RegistryRules.noSuchVersion(name, version);
        }
        Integer previous = model.pointAlias(alias, version);
        audit.record(
                actor,
                "model.alias.set",
                subject(name),
                null,
                previous == null
                        ? Map.of("alias", alias, "version", version)
                        : Map.of("alias", alias, "version", version, "previous_version", previous));
        events.publishEvent(new AliasSet(name, alias, version));
        return flushed(model);
    }

    /** Returns the version that the alias pointed at. */
    public @Nullable Integer deleteAlias(String name, String alias, @Nullable Long expectedRevision, Actor actor) {
        RegistryRules.checkAlias(alias);
        ModelEntity model = lock(name, expectedRevision);
        Integer previous = model.removeAlias(alias);
        if (previous != null) {
            audit.record(
                    actor,
                    "model.alias.deleted",
                    subject(name),
                    null,
                    Map.of("alias", alias, "previous_version", previous));
        }
        events.publishEvent(new AliasDeleted(name, alias));
        models.flush();
        return previous;
    }

    /** What was there when the caller locked the row, or a problem (404, 412). */
    private ModelEntity lock(String name, @Nullable Long expectedRevision) {
        RegistryRules.checkName("name", name);
        ModelEntity model = models.lockByName(name).orElseThrow(() -> RegistryRules.noSuchModel(name));
        if (expectedRevision != null && expectedRevision != model.revision()) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "Model \"" + name + "\" has changed since you read it; read it again and repeat your change.");
        }
        return model;
    }

    /** The state with the revision that this change gave it. */
    private RegisteredModel flushed(ModelEntity model) {
        models.flush();
        return model.toRecord();
    }

    private static void noteIfKnown(Map<String, Object> details, String key, @Nullable String value) {
        if (value != null) {
            details.put(key, value);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String subject(String model) {
        return "model/" + model;
    }
}
