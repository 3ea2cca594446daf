package dev.holdfast.release;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Does what promotion rules say: lets an arm serve, takes it out, or says why neither. */
@Service
public class Promotions {
    private static final Logger log = LoggerFactory.getLogger(Promotions.class);
    private static final Actor ACTOR = new Actor("promotion-rule", Role.ADMIN);

    private final DeploymentRecords records;
    private final TrafficControl control;
    private final PromotionFigures figures;
    private final PromotionStore store;
    private final ObjectProvider<LabelSource> labels;
    private final Clock clock;

    Promotions(
            DeploymentRecords records,
            TrafficControl control,
            PromotionFigures figures,
            PromotionStore store,
            ObjectProvider<LabelSource> labels,
            Clock clock) {
        this.records = records;
        this.control = control;
        this.figures = figures;
        this.store = store;
        this.labels = labels;
        this.clock = clock;
    }

    /** A rule with what it is about. */
    private record Watched(
            Deployment deployment, Release champion, TrafficPolicy policy, PromotionRule rule, int release) {
        /** Empty where a deployment has no rule. */
        static Optional<Watched> of(Deployment deployment) {
            TrafficPolicy policy = deployment.traffic();
            PromotionRule rule = policy == null ? null : policy.rule();
            Release champion = deployment.current();
            if (policy == null || rule == null || champion == null) {
                return Optional.empty();
            }
            return policy.arms().stream()
                    .filter(arm -> arm.name().equals(rule.arm()))
                    .findFirst()
                    .map(arm -> new Watched(deployment, champion, policy, rule, arm.release()));
        }

        Instant startedAt() {
            return Objects.requireNonNull(rule.startedAt());
        }
    }

    /**
     * A deployment's rule and what came of rules.
     *
     * @param settled whether all that this server has counted so far is to be in it
     */
    public PromotionReport report(String deployment, boolean settled) {
        if (settled) {
            figures.write();
        }
        Optional<Watched> watched = Watched.of(records.deployment(deployment));
        return new PromotionReport(
                deployment,
                watched.map(Watched::rule).orElse(null),
                watched.map(this::judge).orElse(null),
                store.decisions(deployment));
    }

    /** Writes what was counted, judges every rule and does what comes of it. */
    @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT5S")
    void decide() {
        figures.write();
        for (Snapshot snapshot : records.snapshots()) {
            if (snapshot.traffic() != null && snapshot.traffic().rule() != null) {
                try {
                    Watched.of(records.deployment(snapshot.deployment())).ifPresent(this::decide);
                } catch (ProblemException e) {
                    // A person or another replica was faster: the next look sees what is true then.
                    log.info("The promotion rule of {} waits: {}", snapshot.deployment(), e.detail());
                }
            }
        }
    }

    private void decide(Watched watched) {
        PromotionVerdict verdict = judge(watched);
        String deployment = watched.deployment().name();
        switch (verdict.decision()) {
            case WAIT -> {}
            case HOLD -> record(watched, verdict);
            case PROMOTE -> {
                record(watched, verdict);
                control.promote(
                        deployment, Objects.requireNonNull(watched.rule().arm()), verdict.inWords(), ACTOR);
            }
            case ROLL_BACK -> {
                record(watched, verdict);
                control.clear(deployment, watched.deployment().revision(), verdict.inWords(), ACTOR);
            }
        }
    }

    private void record(Watched watched, PromotionVerdict verdict) {
        store.add(
                watched.champion(),
                watched.policy(),
                new PromotionDecision(
                        watched.champion().number(),
                        watched.release(),
                        verdict,
                        watched.rule(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS)),
                ACTOR);
    }

    private PromotionVerdict judge(Watched watched) {
        String deployment = watched.deployment().name();
        Map<Integer, PromotionEvidence> evidence = figures.since(deployment, watched.startedAt());
        LabelSource source = labels.getIfAvailable();
        Map<Integer, LabelSource.Hits> hits = source == null || watched.rule().afterLabelledRows() == null
                ? Map.of()
                : source.hits(deployment, watched.startedAt(), watched.rule().errorTolerance());
        return PromotionVerdict.of(
                watched.rule(),
                evidence(watched.champion().number(), evidence, hits),
                evidence(watched.release(), evidence, hits),
                Duration.between(watched.startedAt(), clock.instant()).toMillis());
    }

    private static PromotionEvidence evidence(
            int release, Map<Integer, PromotionEvidence> evidence, Map<Integer, LabelSource.Hits> hits) {
        PromotionEvidence found = evidence.getOrDefault(release, PromotionEvidence.NONE);
        LabelSource.@Nullable Hits labelled = hits.get(release);
        return labelled == null ? found : found.withLabels(labelled.labelledRows(), labelled.rightRows());
    }
}
