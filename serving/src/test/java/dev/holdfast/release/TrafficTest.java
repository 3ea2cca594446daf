package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.runtime.Tensor;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class TrafficTest extends ReleaseTestCase {
    private static final Stickiness BY_USER = new Stickiness("X-User", null);

    @Autowired
    private TrafficControl control;

    @Autowired
    private AuditLog audit;

    @BeforeEach
    void releaseTheFirstOfThreeVersions() throws IOException {
        for (int version = 1; version <= 3; version++) {
            testModels.regression(name, version);
        }
        release(1, null);
    }

    @Test
    void aCanaryAnswersItsShareAndAUserStaysWithHisArm() {
        Traffic traffic = control.put(name, canary(2, 0.25, BY_USER), null, ANNA);

        assertThat(traffic.arms())
                .extracting(Traffic.Share::name, share -> share.release().number(), Traffic.Share::weight)
                .containsExactly(tuple("champion", 1, 0.75), tuple("canary", 2, 0.25));
        Map<String, Integer> first = new HashMap<>();
        for (int user = 0; user < 1_000; user++) {
            first.put("user-" + user, answeredBy("user-" + user, 0));
        }
        assertThat(first.values().stream().filter(release -> release == 2).count())
                .isBetween(180L, 320L);
        first.forEach((user, release) -> assertThat(answeredBy(user, 7)).isEqualTo(release));
        assertThat(IntStream.range(0, 1_000).map(i -> answeredBy(null, 0)).distinct())
                .as("without the header, at random")
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void anEntityStaysWithItsArm() {
        control.put(name, canary(2, 0.5, new Stickiness(null, "a")), null, ANNA);
        List<Integer> once =
                IntStream.range(0, 200).mapToObj(a -> answeredBy("x" + a, a)).toList();
        List<Integer> again =
                IntStream.range(0, 200).mapToObj(a -> answeredBy("y" + a, a)).toList();
        assertThat(again).isEqualTo(once).contains(1, 2);
    }

    @Test
    void namedArmsShareAll() {
        TrafficRequest.Arm control1 = new TrafficRequest.Arm("control", target(1), 0.5);
        TrafficRequest.Arm treatment = new TrafficRequest.Arm("treatment", version(2), 0.5);
        control.put(name, new TrafficRequest(List.of(control1, treatment), null, null, null, "test"), null, ANNA);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            try (ActiveRelease active = routed(null, 0)) {
                counts.merge(active.arm() + " " + active.release().number(), 1, Integer::sum);
            }
        }
        assertThat(counts.keySet()).containsExactlyInAnyOrder("control 1", "treatment 2");
    }

    @Test
    void withoutAPolicyNothingIsChosen() {
        try (ActiveRelease active = Objects.requireNonNull(deployments.active(name))) {
            assertThat(active.routed(Map.of(), header -> {
                        throw new AssertionError("asked for " + header);
                    }))
                    .isSameAs(active);
            assertThat(active.arm()).isNull();
        }
    }

    @Test
    void aRollbackAReleaseAndAPromotionLeaveOneReleaseToAnswer() {
        release(2, null);
        control.put(name, canary(3, 1, null), null, ANNA);
        assertThat(answeredBy(null, 0)).isEqualTo(3);

        deployments.rollback(name, null, "all of it", ANNA);
        assertThat(everyAnswer()).containsExactly(1);
        assertThat(deployments.deployment(name).traffic()).isNull();

        control.put(name, canary(3, 0.5, null), null, ANNA);
        RequestKey key = RequestKey.of("once", ANNA, "promote in " + name, new byte[0]);
        ReleaseChange promoted = control.promote(name, "canary", "better", key, ANNA);
        assertThat(control.promote(name, "canary", "better", key, ANNA).entry()).isEqualTo(promoted.entry());
        assertThat(promoted.to().number()).isEqualTo(3);
        assertThat(promoted.warm()).isTrue();
        assertThat(promoted.entry().action()).isEqualTo(ReleaseAction.PROMOTED);
        assertThat(everyAnswer()).containsExactly(3);
        assertThat(deployments.rollback(name, null, "not better", ANNA).to().number())
                .as("what served before the promotion, not when the canary was made")
                .isEqualTo(1);

        control.put(name, canary(3, 0.5, null), null, ANNA);
        release(2, "another");
        assertThat(everyAnswer()).hasSize(1);
        assertThat(control.traffic(name).arms()).hasSize(1);
    }

    @Test
    void theHistoryTellsWhoAnswered() {
        control.put(name, canary(2, 0.1, BY_USER), null, ANNA);
        control.put(name, canary(2, 0.2, BY_USER), null, ANNA);
        control.put(name, canary(2, 0.2, BY_USER), null, ANNA);
        control.clear(name, "enough", ANNA);

        assertThat(historyEntries())
                .extracting(HistoryEntry::action, HistoryEntry::release, HistoryEntry::reason)
                .containsExactly(
                        tuple(ReleaseAction.TRAFFIC_CHANGED, 1, "enough"),
                        tuple(ReleaseAction.TRAFFIC_CHANGED, 1, "try"),
                        tuple(ReleaseAction.TRAFFIC_CHANGED, 1, "try"),
                        tuple(ReleaseAction.RELEASED, 1, null));
        assertThat(historyEntries().get(1).traffic())
                .isEqualTo(new TrafficPolicy(List.of(new TrafficArm("canary", 2, 0.2)), BY_USER, null, null));
        assertThat(audit.entries(new AuditQuery("deployment/" + name, null, "traffic"), PageRequest.first())
                        .items())
                .extracting(AuditEntry::action)
                .containsExactlyInAnyOrder("traffic.changed", "traffic.changed", "traffic.cleared");
        assertThat(everyAnswer()).containsExactly(1);
    }

    @Test
    void aReplicaThatStartsServesThePolicyAndOneThatRunsHearsOfIt() {
        control.put(name, canary(2, 1, null), null, ANNA);
        ServingTable restarted = new ServingTable(properties());
        sync(restarted).reconcile();
        try (ActiveRelease active =
                Objects.requireNonNull(restarted.active(name)).routed(inputs(0), RequestHeaders.NONE)) {
            assertThat(active.release().number()).isEqualTo(2);
            assertThat(answer(active)).isEqualTo(2);
        }
        restarted.close();

        // What another replica does: this one's memory knows nothing of it.
        database.sql("UPDATE release.deployment SET traffic = NULL, revision = revision + 1 WHERE name = ?")
                .param(name)
                .update();
        records.tellReplicas(name);
        await().atMost(Duration.ofSeconds(10)).until(() -> answeredBy(null, 0) == 1);
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        String empty = name + "-empty";
        deployments.put(empty, DeploymentSpec.defaults(), ANNA);
        assertProblem(
                ProblemType.CONFLICT, "no release yet", () -> control.put(empty, canary(2, 0.1, null), null, ANNA));
        assertFields(canary(2, 1.5, null), "arms[0].weight");
        assertFields(canary(2, Double.NaN, null), "arms[0].weight");
        assertFields(canary(9, 0.5, null), "arms[0].version");
        assertFields(arms(new TrafficRequest.Arm("canary", target(9), 0.5)), "arms[0].release");
        assertFields(arms(new TrafficRequest.Arm("champion", version(2), 0.5)), "arms[0].name");
        assertFields(arms(new TrafficRequest.Arm("b", target(1), 0.5)), "arms[0].release");
        assertFields(canary(1, 0.5, null), "arms[0].version");
        assertFields(
                arms(
                        new TrafficRequest.Arm("b", version(2), 0.6),
                        new TrafficRequest.Arm("b", new TrafficRequest.Target(null, null, null), 0.6)),
                "arms[1].name",
                "arms[1].release",
                "arms");
        assertFields(arms(), "arms");
        assertFields(canary(2, 0.1, new Stickiness(null, "c")), "sticky_by.column");
        assertThatThrownBy(() -> new Stickiness("X-User", "a")).hasMessageContaining("either header or column");
        testModels.register(name, TinyOnnx.regression(List.of("a", "b", "c"), 1, 4), Map.of());
        assertFields(canary(4, 0.5, null), "arms[0].version");
        assertProblem(ProblemType.INVALID, "is no arm", () -> control.promote(name, "canary", null, ANNA));
        assertProblem(
                ProblemType.PRECONDITION_FAILED, "revision", () -> control.put(name, canary(2, 0.1, null), 99L, ANNA));
        assertThat(everyAnswer()).containsExactly(1);
        assertThat(historyEntries()).hasSize(1);
    }

    private void assertFields(TrafficRequest request, String... fields) {
        assertThatThrownBy(() -> control.put(name, request, null, ANNA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem ->
                                assertThat(problem.errors()).extracting("field").containsExactly((Object[]) fields));
    }

    private static TrafficRequest arms(TrafficRequest.Arm... arms) {
        return new TrafficRequest(List.of(arms), null, null, null, "try");
    }

    private static TrafficRequest canary(int version, double weight, @Nullable Stickiness stickiness) {
        return new TrafficRequest(
                List.of(new TrafficRequest.Arm("canary", version(version), weight)), stickiness, null, null, "try");
    }

    private static TrafficRequest.Target version(int version) {
        return new TrafficRequest.Target(null, null, version);
    }

    private static TrafficRequest.Target target(int release) {
        return new TrafficRequest.Target(release, null, null);
    }

    private List<Integer> everyAnswer() {
        return IntStream.range(0, 200)
                .map(i -> answeredBy("user-" + i, i))
                .distinct()
                .boxed()
                .toList();
    }

    private int answeredBy(@Nullable String user, float a) {
        try (ActiveRelease active = routed(user, a)) {
            assertThat(answer(active)).isEqualTo(active.release().modelVersion());
            return active.release().number();
        }
    }

    private ActiveRelease routed(@Nullable String user, float a) {
        ActiveRelease active = Objects.requireNonNull(deployments.active(name));
        return active.routed(inputs(a), header -> header.equals("X-User") ? user : null);
    }

    private static Map<String, Tensor> inputs(float a) {
        return Map.of("a", Tensor.column("a", a), "b", Tensor.column("b", 0f));
    }
}
