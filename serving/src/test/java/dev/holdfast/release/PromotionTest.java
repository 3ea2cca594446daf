package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.PromotionVerdict.Decision;
import dev.holdfast.release.PromotionVerdict.State;
import dev.holdfast.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PromotionTest extends ReleaseTestCase {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Autowired
    private TrafficControl control;

    @Autowired
    private Promotions promotions;

    @Autowired
    private PromotionFigures figures;

    @Autowired
    private AuditLog audit;

    @Autowired
    private SettableClock clock;

    private Release champion;
    private @Nullable Release canaryRelease;

    @BeforeEach
    void releaseAChampionAndACanary() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        champion = release(1, null).to();
    }

    @Test
    void aSoundCanaryIsPromotedWhenItsTimeHasCome() {
        start(rule(null, HOUR, 20.0, null));
        answers(champion, 3_000, 2);
        answers(canary(), 3_000, 2);
        promotions.decide();
        assertThat(report().now()).isNotNull().satisfies(verdict -> {
            assertThat(verdict.decision()).isEqualTo(Decision.WAIT);
            assertThat(verdict.arm().requests()).isEqualTo(3_000);
            assertThat(verdict.criteria()).allMatch(criterion -> criterion.state() == State.KEPT);
        });
        assertThat(answer()).isEqualTo(1);

        clock.advance(Duration.ofHours(1));
        promotions.decide();

        assertThat(answer()).isEqualTo(2);
        assertThat(deployments.deployment(name).traffic()).isNull();
        HistoryEntry entry = historyEntries().getFirst();
        assertThat(entry.action()).isEqualTo(ReleaseAction.PROMOTED);
        assertThat(entry.actor()).isEqualTo("promotion-rule");
        assertThat(entry.reason()).contains("error_rate kept", "p99_latency kept", "3000 requests");
        assertThat(report().decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.release()).isEqualTo(canary().number());
            assertThat(decision.verdict().decision()).isEqualTo(Decision.PROMOTE);
        });
        assertThat(audited()).containsExactly("promotion.promote");
    }

    @Test
    void aCanaryThatFailsIsTakenOutLongBeforeItsTime() {
        start(rule(null, HOUR, null, null));
        answers(champion, 1_000, 2);
        answers(canary(), 900, 2);
        for (int i = 0; i < 100; i++) {
            figures.failed(canary(), "canary");
        }
        promotions.decide();

        assertThat(deployments.deployment(name).traffic()).isNull();
        assertThat(answer()).isEqualTo(1);
        assertThat(historyEntries().getFirst().action()).isEqualTo(ReleaseAction.TRAFFIC_CHANGED);
        assertThat(historyEntries().getFirst().reason()).contains("error_rate broken");
        assertThat(audited()).containsExactly("promotion.roll_back");
    }

    @Test
    void aSlowCanaryIsTakenOut() {
        start(rule(null, HOUR, 20.0, null));
        answers(champion, 500, 2);
        answers(canary(), 450, 2);
        answers(canary(), 50, 21);
        promotions.decide();
        assertThat(report().decisions().getFirst().verdict().criteria())
                .filteredOn(criterion -> criterion.state() == State.BROKEN)
                .extracting(PromotionVerdict.Criterion::name)
                .containsExactly("p99_latency");
    }

    @Test
    void tooLittleEvidenceIsHeldOnceAndDecidedWhenThereIsMore() {
        start(rule(null, HOUR, null, null));
        answers(champion, 200, 2);
        answers(canary(), 200, 2);
        clock.advance(Duration.ofHours(2));
        promotions.decide();
        promotions.decide();
        assertThat(historyEntries().getFirst().action()).isEqualTo(ReleaseAction.PROMOTION_HELD);
        assertThat(historyEntries().get(1).action()).isEqualTo(ReleaseAction.TRAFFIC_CHANGED);
        assertThat(report().decisions()).hasSize(1);
        assertThat(deployments.deployment(name).traffic()).isNotNull();

        answers(champion, 5_000, 2);
        answers(canary(), 5_000, 2);
        promotions.decide();
        assertThat(answer()).isEqualTo(2);
        assertThat(report().decisions())
                .extracting(decision -> decision.verdict().decision())
                .containsExactly(Decision.PROMOTE, Decision.HOLD);
    }

    @Test
    void theSameRuleGoesOnWhenItsPolicyIsReplaced() {
        start(rule(null, HOUR, null, null));
        answers(canary(), 10, 2);
        promotions.decide();
        clock.advance(Duration.ofMinutes(1));
        control.put(name, policy(rule(null, HOUR, null, null), 0.7), null, ANNA);
        assertThat(report().now())
                .isNotNull()
                .satisfies(verdict -> assertThat(verdict.arm().requests()).isEqualTo(10));
        control.put(name, policy(rule(null, 2 * HOUR, null, null), 0.7), null, ANNA);
        assertThat(report().now())
                .isNotNull()
                .satisfies(verdict -> assertThat(verdict.arm().requests()).isZero());
    }

    @Test
    void rulesAreCheckedFieldByField() {
        PromotionRule wrong = new PromotionRule("other", null, null, null, 0.9, null, -1.0, null, null, null);
        assertThatThrownBy(() -> control.put(name, policy(wrong, 0.5), null, ANNA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors())
                                .extracting("field")
                                .containsExactly("rule.arm", "rule.after_ms", "rule.alpha", "rule.p99_limit_ms"));
    }

    @Test
    void qualityCountsOnceItIsAskedFor() {
        PromotionRule rule =
                rule(1_000L, null, null, 0.05).checked(List.of(new TrafficArm("canary", 2, 0.5)), clock.instant());
        PromotionEvidence good = new PromotionEvidence(5_000, 0, 0, 5_000, 4_500);
        assertThat(verdict(rule, good, good)).isEqualTo(Decision.PROMOTE);
        assertThat(verdict(rule, good, new PromotionEvidence(5_000, 0, 0, 500, 300)))
                .as("worse for certain, though it is not due")
                .isEqualTo(Decision.ROLL_BACK);
        assertThat(verdict(rule, good, new PromotionEvidence(5_000, 0, 0, 900, 810)))
                .isEqualTo(Decision.WAIT);
        assertThat(verdict(rule, good, new PromotionEvidence(5_000, 0, 0, 1_000, 860)))
                .isEqualTo(Decision.HOLD);
    }

    private static Decision verdict(PromotionRule rule, PromotionEvidence champion, PromotionEvidence arm) {
        return PromotionVerdict.of(rule, champion, arm, 0).decision();
    }

    private Release canary() {
        return Objects.requireNonNull(canaryRelease);
    }

    private void start(PromotionRule rule) {
        canaryRelease = control.put(name, policy(rule, 0.5), null, ANNA)
                .arms()
                .getLast()
                .release();
    }

    private static TrafficRequest policy(PromotionRule rule, double weight) {
        TrafficRequest.Arm arm = new TrafficRequest.Arm("canary", new TrafficRequest.Target(null, null, 2), weight);
        return new TrafficRequest(List.of(arm), null, null, rule, "try");
    }

    private static PromotionRule rule(
            @Nullable Long rows, @Nullable Long afterMs, @Nullable Double p99LimitMs, @Nullable Double drop) {
        return new PromotionRule("canary", rows, afterMs, null, null, null, p99LimitMs, drop, null, null);
    }

    private void answers(Release release, int requests, long millis) {
        for (int i = 0; i < requests; i++) {
            figures.accept(new PredictionRecord(
                    Ids.next(),
                    clock.instant(),
                    release,
                    null,
                    1,
                    Map.of(),
                    Map.of(),
                    Duration.ofMillis(millis).toNanos()));
        }
    }

    private PromotionReport report() {
        return promotions.report(name, true);
    }

    private List<String> audited() {
        return audit
                .entries(new AuditQuery("deployment/" + name, null, "promotion"), PageRequest.first())
                .items()
                .stream()
                .map(AuditEntry::action)
                .toList();
    }
}
