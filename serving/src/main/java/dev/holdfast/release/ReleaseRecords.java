package dev.holdfast.release;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Commits what serves. Each change is one transaction with its line in the history, its audit row, its event and a word to the replicas. */
@Component
class ReleaseRecords {
    private final DeploymentRepository deployments;
    private final ReleaseRepository releases;
    private final Models models;
    private final CurrentRelease current;
    private final RequestKeys keys;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final AtomicBoolean rehearsed = new AtomicBoolean();

    ReleaseRecords(
            DeploymentRepository deployments,
            ReleaseRepository releases,
            Models models,
            CurrentRelease current,
            RequestKeys keys,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.deployments = deployments;
        this.releases = releases;
        this.models = models;
        this.current = current;
        this.keys = keys;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    Recorded release(
            String deployment, ModelVersion version, ReleaseRequest request, @Nullable RequestKey key, Actor actor) {
        DeploymentEntity entity = lock(deployment);
        checkPin(deployment, entity.pin(), request);
        models.hold(version.model(), version.version());
        Integer previous = entity.currentRelease();
        Instant now = now();
        Release release = new Release(
                deployment,
                releases.lastNumber(deployment) + 1,
                version.model(),
                version.version(),
                version.digest(),
                now,
                actor.name(),
                request.device().toString());
        releases.save(new ReleaseEntity(release, previous));
        // The deployment and the history refer to the release: it must be there before them.
        deployments.flush();
        Release from = previous == null
                ? null
                : releases.findByKey(new ReleaseKey(deployment, previous))
                        .orElseThrow()
                        .toRelease();
        return serve(from, release, ReleaseAction.RELEASED, request.reason(), key, actor, now)
                .orElseThrow(() -> new IllegalStateException("Deployment " + deployment + " was changed while locked"));
    }

    /** Empty where something else than {@code from} serves by now. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    Optional<Recorded> move(
            RollbackPlan plan, ReleaseAction action, @Nullable String reason, @Nullable RequestKey key, Actor actor) {
        return serve(plan.from(), plan.to(), action, reason, key, actor, now());
    }

    /**
     * Walks the way of a rollback, once, and changes nothing, as no release has the number 0: the first rollback is called in need, and
     * finds the code warm.
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    void rehearseRollBack(Release serving) {
        if (rehearsed.getAndSet(true)) {
            return;
        }
        rollbackPlan(serving.deployment(), null);
        Release none = new Release(
                serving.deployment(),
                0,
                serving.model(),
                serving.modelVersion(),
                serving.modelDigest(),
                serving.createdAt(),
                serving.createdBy());
        if (current.move(none, serving, ReleaseAction.ROLLED_BACK, Actor.SYSTEM, "rehearsal", now())
                .isPresent()) {
            throw new IllegalStateException("A rehearsal changed what deployment " + serving.deployment() + " serves");
        }
    }

    /**
     * Where a rollback leads, without a transaction.
     *
     * @param toRelease absent: what served when the current release was made
     * @return empty where there is no such way: nothing serves, or there is no such other release
     */
    Optional<RollbackPlan> rollbackPlan(String deployment, @Nullable Integer toRelease) {
        List<ReleaseEntity> both = releases.currentAndTarget(deployment, toRelease);
        return both.size() == 2
                ? Optional.of(new RollbackPlan(
                        both.getFirst().toRelease(), both.getLast().toRelease()))
                : Optional.empty();
    }

    private Optional<Recorded> serve(
            @Nullable Release from,
            Release to,
            ReleaseAction action,
            @Nullable String reason,
            @Nullable RequestKey key,
            Actor actor,
            Instant now) {
        Optional<Recorded> recorded = current.move(from, to, action, actor, reason, now);
        if (recorded.isPresent()) {
            keys.remember(key, Long.toString(recorded.get().entry().sequence()));
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("release", to.number());
            details.put("model", to.model());
            details.put("model_version", to.modelVersion());
            details.put("model_digest", to.modelDigest().toString());
            if (from != null) {
                details.put("previous_release", from.number());
                details.put("previous_model_version", from.modelVersion());
            }
            audit.record(
                    actor,
                    switch (action) {
                        case RELEASED -> "release.activated";
                        case ROLLED_BACK -> "release.rolled_back";
                        case PROMOTED -> "release.promoted";
                        case TRAFFIC_CHANGED, PROMOTION_HELD ->
                            throw new IllegalArgumentException(action + " lets no other release serve");
                    },
                    "deployment/" + to.deployment(),
                    reason,
                    details);
            events.publishEvent(new ReleaseActivated(to.deployment(), to, from, action, now));
        }
        return recorded;
    }

    /** A problem (409) where a pin keeps an automatic release out. */
    static void checkPin(String deployment, @Nullable Pin pin, ReleaseRequest request) {
        if (pin != null && request.automatic()) {
            throw ProblemException.conflict("Deployment \"" + deployment + "\" takes no automatic releases since "
                    + pin.at() + ", by " + pin.actor() + " (" + pin.reason()
                    + "); release a version yourself with POST /api/v1/deployments/" + deployment
                    + "/releases, or lift the pin with DELETE /api/v1/deployments/" + deployment + "/pin.");
        }
    }

    private DeploymentEntity lock(String deployment) {
        return deployments.findForUpdateByName(deployment).orElseThrow(() -> DeploymentRecords.unknown(deployment));
    }

    /** As precise as the database keeps it, so that what is returned equals what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
