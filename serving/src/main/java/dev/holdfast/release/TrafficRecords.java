package dev.holdfast.release;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Commits who answers beside the release that serves: policy, line in the history, audit row, event and word to the replicas in one transaction. */
@Component
class TrafficRecords {
    private final DeploymentRepository deployments;
    private final DeploymentRecords records;
    private final ReleaseRepository releases;
    private final History history;
    private final Models models;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TrafficRecords(
            DeploymentRepository deployments,
            DeploymentRecords records,
            ReleaseRepository releases,
            History history,
            Models models,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.deployments = deployments;
        this.records = records;
        this.releases = releases;
        this.history = history;
        this.models = models;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** The newest release of a version in a deployment. */
    @Transactional(readOnly = true)
    Optional<Release> newest(String deployment, String model, int version) {
        return releases.findFirstByKeyDeploymentAndModelAndModelVersionOrderByKeyNumberDesc(deployment, model, version)
                .map(ReleaseEntity::toRelease);
    }

    /** Makes a release that does not serve. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    Release prepare(String deployment, ModelVersion version, Actor actor) {
        DeploymentEntity entity = lock(deployment);
        models.hold(version.model(), version.version());
        Release release = new Release(
                deployment,
                releases.lastNumber(deployment) + 1,
                version.model(),
                version.version(),
                version.digest(),
                now(),
                actor.name());
        releases.save(new ReleaseEntity(release, entity.currentRelease()));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("release", release.number());
        details.put("model", release.model());
        details.put("model_version", release.modelVersion());
        details.put("model_digest", release.modelDigest().toString());
        audit.record(actor, "release.prepared", "deployment/" + deployment, null, details);
        return release;
    }

    /**
     * Lets a policy count from now on.
     *
     * @param champion what must serve
     * @param policy absent: the champion alone
     * @throws ProblemException 409 where another release serves by now, 412 where the deployment has another revision
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    Snapshot change(
            Release champion,
            @Nullable TrafficPolicy policy,
            @Nullable Long expectedRevision,
            @Nullable String reason,
            Actor actor) {
        String deployment = champion.deployment();
        DeploymentEntity entity = lock(deployment);
        DeploymentRecords.checkRevision(deployment, entity.revision(), expectedRevision);
        Integer serving = entity.currentRelease();
        if (serving == null || serving != champion.number()) {
            throw ProblemException.conflict("Release " + serving + " serves deployment \"" + deployment
                    + "\" by now, not " + champion.number() + "; look at it and send the policy again.");
        }
        if (Objects.equals(entity.traffic(), policy)) {
            return snapshot(entity, champion);
        }
        Instant now = now();
        entity.route(policy, now);
        deployments.save(entity);
        history.add(champion, ReleaseAction.TRAFFIC_CHANGED, policy, actor, reason, now);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("champion", champion.number());
        if (policy != null) {
            details.put("traffic", policy);
        }
        audit.record(
                actor,
                policy == null ? "traffic.cleared" : "traffic.changed",
                "deployment/" + deployment,
                reason,
                details);
        events.publishEvent(new TrafficChanged(deployment, policy, now));
        records.tellReplicas(deployment);
        return snapshot(entity, champion);
    }

    private static Snapshot snapshot(DeploymentEntity entity, Release champion) {
        return new Snapshot(
                entity.name(), entity.revision(), entity.monitoring(), entity.serving(), champion, entity.traffic());
    }

    private DeploymentEntity lock(String deployment) {
        return deployments.findForUpdateByName(deployment).orElseThrow(() -> DeploymentRecords.unknown(deployment));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
