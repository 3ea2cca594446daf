package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.runtime.Tensor;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ShadowTest extends ReleaseTestCase {
    private static final int ROWS = 4;

    @Autowired
    private TrafficControl control;

    @Autowired
    private Shadows shadows;

    @Autowired
    private SettableClock clock;

    @Test
    void aShadowIsComparedAndNeverAnswers() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 3);
        release(1, null);
        control.put(name, shadow(2, 1), null, ANNA);
        for (int i = 0; i < 10; i++) {
            predict(null);
        }
        shadows.settle();

        ShadowReport report = control.shadow(name, true);
        assertThat(report.shadow()).isEqualTo(new ShadowPolicy(2, 1));
        assertThat(report.comparisons()).singleElement().satisfies(comparison -> {
            assertThat(comparison.release()).isEqualTo(2);
            assertThat(comparison.champion()).isEqualTo(1);
            assertThat(comparison.requests()).isEqualTo(10);
            assertThat(comparison.rows()).isEqualTo(10 * ROWS);
            assertThat(comparison.agreement()).isZero();
            assertThat(comparison.errors()).isZero();
            assertThat(comparison.dropped()).isZero();
            assertThat(comparison.meanDifference()).isCloseTo(2, within(1e-6));
            assertThat(comparison.maxAbsoluteDifference()).isCloseTo(2, within(1e-6));
            assertThat(comparison.championMeanMs()).isCloseTo(5, within(1e-9));
            assertThat(comparison.shadowMeanMs()).isPositive();
        });
        assertThat(report.differing()).hasSize(20).allSatisfy(answer -> {
            assertThat(answer.championAnswer()).isEqualTo("1.0");
            assertThat(answer.shadowAnswer()).isEqualTo("3.0");
        });
        assertThat(database.sql("SELECT count(*) FROM release.shadow_answer WHERE deployment = ?")
                        .param(name)
                        .query(Long.class)
                        .single())
                .isEqualTo(10L * ROWS);
    }

    @Test
    void labelsAgreeWhereTheyAreEqualHoweverTheProbabilitiesDiffer() throws IOException {
        for (double bias : List.of(0.25, 0.5)) {
            testModels.register(
                    name,
                    TinyOnnx.classifier(TestModels.COLUMNS, List.of("no", "yes"), bias),
                    Map.of("classes", List.of("no", "yes"), "made", bias));
        }
        release(1, null);
        control.put(name, shadow(2, 1), null, ANNA);
        predict(null);
        ShadowComparison comparison = control.shadow(name, true).comparisons().getFirst();
        assertThat(comparison.rows()).isEqualTo(ROWS);
        assertThat(comparison.agreement()).isEqualTo(1);
        assertThat(comparison.maxAbsoluteDifference()).isPositive();
    }

    @Test
    void aSampleIsCopiedOfTheChampionsRequestsAlone() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        testModels.regression(name, 3);
        release(1, null);
        control.put(name, shadow(2, 0.25), null, ANNA);
        for (int i = 0; i < 800; i++) {
            predict(null);
        }
        assertThat(requests()).isBetween(130L, 270L);

        TrafficRequest.Arm all = new TrafficRequest.Arm("b", new TrafficRequest.Target(null, null, 3), 1);
        control.put(name, new TrafficRequest(List.of(all), null, shadow(2, 1).shadow(), null, null), null, ANNA);
        long before = requests();
        predict("b");
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void whatDoesNotFitIsDroppedAndCounted() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        release(1, null);
        control.put(name, shadow(2, 1), null, ANNA);
        PredictionRecord large = record(null, Shadows.MOST_ROWS + 1);
        shadows.accept(large);
        predict(null);
        ShadowComparison comparison = control.shadow(name, true).comparisons().getFirst();
        assertThat(comparison.dropped()).isEqualTo(1);
        assertThat(comparison.requests()).isEqualTo(1);
    }

    @Test
    void aFailingShadowHarmsNobodyAndCanNotBeAnArmToo() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        release(1, null);
        control.put(name, shadow(2, 1), null, ANNA);
        PredictionRecord sound = record(null, 1);
        shadows.accept(new PredictionRecord(
                sound.id(), sound.at(), sound.release(), null, 1, Map.of(), sound.outputs(), 1_000_000));
        ShadowComparison comparison = control.shadow(name, true).comparisons().getFirst();
        assertThat(comparison.errors()).isEqualTo(1);
        assertThat(comparison.errorRate()).isEqualTo(1);
        assertThat(comparison.lastError()).isNotBlank();
        assertThat(answer()).isEqualTo(1);

        TrafficRequest.Arm arm = new TrafficRequest.Arm("b", new TrafficRequest.Target(null, null, 2), 0.5);
        assertProblem(
                ProblemType.INVALID,
                "shadow.version",
                () -> control.put(
                        name,
                        new TrafficRequest(List.of(arm), null, shadow(2, 1).shadow(), null, null),
                        null,
                        ANNA));
        assertThat(control.promote(name, "shadow", "it is better", ANNA).to().modelVersion())
                .isEqualTo(2);
        assertThat(answer()).isEqualTo(2);
    }

    private long requests() {
        return control.shadow(name, true).comparisons().getFirst().requests();
    }

    private void predict(@Nullable String arm) {
        shadows.accept(record(arm, ROWS));
    }

    private PredictionRecord record(@Nullable String arm, int rows) {
        Map<String, Tensor> inputs =
                Map.of("a", Tensor.column("a", new float[rows]), "b", Tensor.column("b", new float[rows]));
        ActiveRelease active = Objects.requireNonNull(deployments.active(name));
        try (ActiveRelease answering = arm == null ? active : active.routed(inputs, RequestHeaders.NONE)) {
            return new PredictionRecord(
                    Ids.next(),
                    clock.instant(),
                    answering.release(),
                    arm,
                    rows,
                    inputs,
                    answering.run(inputs),
                    5_000_000);
        }
    }

    private static TrafficRequest shadow(int version, double sample) {
        return new TrafficRequest(
                List.of(),
                null,
                new TrafficRequest.Shadow(new TrafficRequest.Target(null, null, version), sample),
                null,
                "watch");
    }
}
