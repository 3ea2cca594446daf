package dev.holdfast.release;

import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Shares a deployment's requests among releases: canaries, A/B tests and shadows. */
@Service
public class TrafficControl {
    private static final int ATTEMPTS = 5;

    private final DeploymentRecords records;
    private final TrafficRecords traffic;
    private final History history;
    private final ServingTable table;
    private final TrafficTargets targets;
    private final Rollbacks rollbacks;
    private final Shadows shadows;
    private final RequestKeys keys;
    private final EarlierChanges earlier;
    private final Clock clock;

    TrafficControl(
            DeploymentRecords records,
            TrafficRecords traffic,
            History history,
            ServingTable table,
            TrafficTargets targets,
            Rollbacks rollbacks,
            Shadows shadows,
            RequestKeys keys,
            EarlierChanges earlier,
            Clock clock) {
        this.records = records;
        this.traffic = traffic;
        this.history = history;
        this.table = table;
        this.targets = targets;
        this.rollbacks = rollbacks;
        this.shadows = shadows;
        this.keys = keys;
        this.earlier = earlier;
        this.clock = clock;
    }

    /** Who answers now; a problem (409) before the first release. */
    public Traffic traffic(String deployment) {
        Deployment found = records.deployment(deployment);
        Release champion = champion(found);
        TrafficPolicy policy = found.traffic();
        HistoryEntry last =
                history.page(deployment, new PageRequest(1, null)).items().getFirst();
        ShadowPolicy shadow = policy == null ? null : policy.shadow();
        List<TrafficArm> shares = policy == null
                ? List.of(new TrafficArm(TrafficPolicy.CHAMPION, champion.number(), 1))
                : policy.shares(champion.number());
        return new Traffic(
                deployment,
                champion,
                shares.stream()
                        .map(arm ->
                                new Traffic.Share(arm.name(), records.release(deployment, arm.release()), arm.weight()))
                        .toList(),
                policy == null ? null : policy.stickyBy(),
                policy == null ? null : policy.rule(),
                shadow == null
                        ? null
                        : new Traffic.Copied(records.release(deployment, shadow.release()), shadow.sample()),
                found.revision(),
                last.at(),
                last.actor(),
                last.reason());
    }

    /**
     * What shadows have shown, the one now and those before.
     *
     * @param settled whether every copy that this server has taken so far is to be in it
     */
    public ShadowReport shadow(String deployment, boolean settled) {
        if (settled) {
            shadows.settle();
        }
        return shadows.report(records.deployment(deployment));
    }

    /**
     * Replaces the traffic policy. Every release in it is verified, loaded and warmed up first; if one fails, nothing changes.
     *
     * @param expectedRevision the deployment's revision that this is meant for; absent: any
     * @throws ProblemException 422 that names each field that is wrong, 409 where nothing serves or another release does by now, 412
     */
    public Traffic put(String deployment, TrafficRequest request, @Nullable Long expectedRevision, Actor actor) {
        TrafficRules.check(request);
        Deployment found = records.deployment(deployment);
        Release champion = champion(found);
        Map<Integer, LoadedRelease> fresh = new HashMap<>();
        boolean kept = false;
        ServedDeployment served = table.served(deployment);
        try {
            TrafficPolicy resolved = targets.resolve(champion, request, served, fresh, actor);
            TrafficRules.check(resolved, request, champion);
            TrafficPolicy policy = resolved.with(rule(resolved, found.traffic()));
            served.changes.lock();
            try {
                LoadedRelease serving = inMemory(served, champion);
                Map<Integer, LoadedRelease> others = others(served, policy, champion, fresh);
                checkColumn(policy, serving);
                Routes routes = new Routes(policy, serving, others);
                Snapshot after = traffic.change(champion, policy, expectedRevision, request.reason(), actor);
                served.activate(after, serving, routes);
                kept = true;
            } finally {
                served.changes.unlock();
            }
        } finally {
            if (!kept) {
                fresh.values().forEach(release -> release.model().close());
            }
        }
        return traffic(deployment);
    }

    /** A rule that says what the one before said about the same release goes on; another begins now. */
    private @Nullable PromotionRule rule(TrafficPolicy policy, @Nullable TrafficPolicy before) {
        PromotionRule asked = policy.rule();
        if (asked == null) {
            return null;
        }
        // As precise as JSON keeps it, so that what is read later equals what counts here.
        PromotionRule rule = asked.checked(policy.arms(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        PromotionRule earlier = before == null ? null : before.rule();
        boolean goesOn = before != null
                && earlier != null
                && rule.saysSame(earlier)
                && policy.release(rule.arm()).equals(before.release(earlier.arm()));
        return goesOn ? earlier : rule;
    }

    /** Leaves all requests to the release that serves. */
    public Traffic clear(String deployment, @Nullable String reason, Actor actor) {
        return clear(deployment, null, reason, actor);
    }

    /** @param expectedRevision the deployment's revision that this is meant for; absent: any */
    Traffic clear(String deployment, @Nullable Long expectedRevision, @Nullable String reason, Actor actor) {
        Release champion = champion(records.deployment(deployment));
        ServedDeployment served = table.served(deployment);
        served.changes.lock();
        try {
            Snapshot after = traffic.change(champion, null, expectedRevision, reason, actor);
            served.inMemory(champion.number()).ifPresent(serving -> served.activate(after, serving));
        } finally {
            served.changes.unlock();
        }
        return traffic(deployment);
    }

    /**
     * Lets the release of an arm, or of the {@code shadow}, answer all requests.
     *
     * @throws ProblemException 422 where there is no such arm, 409 where things changed meanwhile
     */
    public ReleaseChange promote(String deployment, String arm, @Nullable String reason, Actor actor) {
        return promote(deployment, arm, reason, null, actor);
    }

    /**
     * As {@link #promote(String, String, String, Actor)}.
     *
     * @param key if present, the same request with it within 24 hours leads to the same, and changes nothing
     */
    public ReleaseChange promote(
            String deployment, String arm, @Nullable String reason, @Nullable RequestKey key, Actor actor) {
        return keys.once(
                key,
                sequence -> earlier.change(deployment, sequence),
                () -> promoteNow(deployment, arm, reason, key, actor));
    }

    private ReleaseChange promoteNow(
            String deployment, String arm, @Nullable String reason, @Nullable RequestKey key, Actor actor) {
        long start = System.nanoTime();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Deployment found = records.deployment(deployment);
            Release champion = champion(found);
            Release promoted = records.release(deployment, releaseOf(found, arm));
            if (promoted.number() == champion.number()) {
                throw ProblemException.conflict(
                        "Arm \"" + arm + "\" is release " + champion.number() + ", which serves already.");
            }
            Optional<ReleaseChange> change = rollbacks.flip(
                    new RollbackPlan(champion, promoted), ReleaseAction.PROMOTED, reason, key, actor, start);
            if (change.isPresent()) {
                return change.get();
            }
        }
        throw ProblemException.conflict(
                "Deployment \"" + deployment + "\" keeps being changed by others; look at its history and try again.");
    }

    private static int releaseOf(Deployment deployment, String arm) {
        TrafficPolicy policy = deployment.traffic();
        ShadowPolicy shadow = policy == null ? null : policy.shadow();
        if (arm.equals(TrafficRules.SHADOW) && shadow != null) {
            return shadow.release();
        }
        return Optional.ofNullable(policy).map(TrafficPolicy::arms).orElse(List.of()).stream()
                .filter(known -> known.name().equals(arm))
                .map(TrafficArm::release)
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "arm",
                        arm,
                        "is no arm of this deployment; GET /api/v1/deployments/" + deployment.name()
                                + "/traffic shows them."));
    }

    private static Release champion(Deployment deployment) {
        Release current = deployment.current();
        if (current == null) {
            throw ProblemException.conflict("Deployment \"" + deployment.name()
                    + "\" has no release yet, so there is no champion; make one with POST /api/v1/deployments/"
                    + deployment.name() + "/releases.");
        }
        return current;
    }

    private LoadedRelease inMemory(ServedDeployment served, Release release) {
        return served.inMemory(release.number())
                .orElseThrow(() -> ProblemException.conflict("Release " + release.number() + " of deployment \""
                        + release.deployment() + "\" is not in memory on this server; try again in a moment."));
    }

    private Map<Integer, LoadedRelease> others(
            ServedDeployment served, TrafficPolicy policy, Release champion, Map<Integer, LoadedRelease> fresh) {
        Map<Integer, LoadedRelease> others = new HashMap<>();
        for (int number : policy.releases(champion.number())) {
            LoadedRelease loaded = fresh.get(number);
            others.put(
                    number, loaded != null ? loaded : inMemory(served, records.release(champion.deployment(), number)));
        }
        return others;
    }

    private static void checkColumn(TrafficPolicy policy, LoadedRelease champion) {
        Stickiness sticky = policy.stickyBy();
        String column = sticky == null ? null : sticky.column();
        if (column != null && EntityColumn.of(column, champion.version()).isEmpty()) {
            throw ProblemException.invalid(
                    "sticky_by.column", column, "is no input of the model; take one that is, or a header.");
        }
    }
}
