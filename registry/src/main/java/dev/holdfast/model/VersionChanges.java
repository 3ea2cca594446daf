package dev.holdfast.model;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changes what may change of a version: each in the caller's transaction, with its audit entry and its event. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class VersionChanges {
    private final ModelRepository models;
    private final VersionRepository versions;
    private final Releases releases;
    private final ModelJson json;
    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    VersionChanges(
            ModelRepository models,
            VersionRepository versions,
            Releases releases,
            ModelJson json,
            JdbcClient jdbc,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.releases = releases;
        this.json = json;
        this.jdbc = jdbc;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    public ModelVersion update(String model, int version, ModelChange change, Actor actor) {
        RegistryRules.checkDescription(change.description());
        RegistryRules.checkTags(change.tags());
        VersionEntity entity = lock(model, version);
        if (change.describes()) {
            entity.describe(change.description(), now());
        }
        change.tags().forEach((key, value) -> {
            entity.tag(key, value);
            events.publishEvent(
                    value == null
                            ? new ModelVersionUntagged(model, version, key)
                            : new ModelVersionTagged(model, version, key, value));
        });
        audit.record(
                actor,
                "model.version.changed",
                subject(model, version),
                null,
                Map.of("tags", List.copyOf(change.tags().keySet()), "description", change.describes()));
        models.flush();
        return entity.toRecord(json);
    }

    public ModelVersion transition(String model, int version, ModelStage stage, boolean archiveOthers, Actor actor) {
        if (archiveOthers && !stage.isActive()) {
            throw RegistryRules.invalid(
                    "archive_existing_versions",
                    true,
                    "Model version transition cannot archive existing model versions because '" + stage.title()
                            + "' is not an Active stage. Valid stages are ['Staging', 'Production']");
        }
        VersionEntity entity = lock(model, version);
        Instant now = now();
        List<VersionEntity> moved = new ArrayList<>();
        if (archiveOthers) {
            for (VersionEntity other : versions.inStage(entity.model(), stage.stored(), version)) {
                other.move(ModelStage.ARCHIVED, now);
                moved.add(other);
            }
        }
        ModelStage from = entity.stage();
        entity.move(stage, now);
        entity.model().touch(now);
        audit.record(
                actor,
                "model.version.stage_changed",
                subject(model, version),
                null,
                Map.of(
                        "from", from.name().toLowerCase(Locale.ROOT),
                        "to", stage.name().toLowerCase(Locale.ROOT),
                        "archived", moved.stream().map(VersionEntity::version).toList()));
        moved.forEach(other ->
                events.publishEvent(new ModelVersionStageChanged(model, other.version(), stage, ModelStage.ARCHIVED)));
        events.publishEvent(new ModelVersionStageChanged(model, version, from, stage));
        models.flush();
        return entity.toRecord(json);
    }

    public void delete(String model, int version, Actor actor) {
        VersionEntity entity = lock(model, version);
        releases.refuseIfUsed(model, version, "deleted");
        List<String> aliases = entity.model().aliasesOf(version);
        aliases.forEach(entity.model()::removeAlias);
        entity.model().touch(now());
        models.flush();
        jdbc.sql("DELETE FROM model.version WHERE model = :model AND version = :version")
                .param("model", entity.model().id())
                .param("version", version)
                .update();
        audit.record(actor, "model.version.deleted", subject(model, version), null, Map.of("aliases", aliases));
        events.publishEvent(new ModelVersionDeleted(model, version));
    }

    /** All changes of a model's versions take turns at the model's row. */
    private VersionEntity lock(String model, int version) {
        RegistryRules.checkName("name", model);
        if (models.lockByName(model).isEmpty()) {
            throw RegistryRules.noSuchVersion(model, version);
        }
        return versions.find(model, version).orElseThrow(() -> RegistryRules.noSuchVersion(model, version));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String subject(String model, int version) {
        return "model/" + model + "/versions/" + version;
    }
}
