package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HoldfastTest
class MetricCurvesTest {
    private static final long ALL = Long.MAX_VALUE;
    private static final int LIMIT = 20;

    @Autowired
    Runs runs;

    @Autowired
    MetricCurves curves;

    @Autowired
    HistoryStore history;

    String run = "";

    @BeforeEach
    void begin() {
        run = runs.start(new RunStart("Default", null, Map.of()), Actor.SYSTEM).runId();
    }

    @Test
    void aSpikeAmongThousandsOfPointsIsInTheCurve() {
        Random random = new Random(3);
        for (int spike : new int[] {1, 777, 8_191, 19_998}) {
            String key = "spike" + spike;
            double[] values = IntStream.range(0, 20_000)
                    .mapToDouble(i -> i == spike ? 100 : random.nextDouble())
                    .toArray();
            log(key, LongStream.range(0, values.length).toArray(), values);
            MetricCurve curve = curves.curve(run, key, -ALL, ALL, LIMIT);
            assertThat(curve.points()).isEqualTo(20_000);
            assertThat(curve.values()).hasSizeBetween(LIMIT / 2, LIMIT).contains(100.0);
            assertThat(curve.steps()).startsWith(0L).endsWith(19_999L).contains((long) spike);
            assertThat(curves.curve(run, key, -ALL, ALL, LIMIT)).as("again").isEqualTo(curve);
        }
    }

    @Test
    void whatIsLookedAtCloserComesBackWhole() {
        long[] steps = LongStream.range(0, 20_000).toArray();
        log("m", steps, LongStream.of(steps).mapToDouble(step -> step * 0.5).toArray());
        curves.curve(run, "m", -ALL, ALL, LIMIT);
        MetricCurve curve = curves.curve(run, "m", 995, 1_009, LIMIT);
        assertThat(curve.steps())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(995, 1_009).boxed().toList());
        assertThat(curve.timestampsMs()).startsWith(1_000_995L);
        assertThat(curve.values()).startsWith(497.5);
        assertThat(curve.points()).isEqualTo(15);
        assertThat(curves.curve(run, "m", 500, 19_499, LIMIT).points()).isEqualTo(19_000);
    }

    @Test
    void pointsThatCameInAnyOrderStandBySteps() {
        List<Long> shuffled =
                new ArrayList<>(LongStream.range(0, 12_000).boxed().toList());
        Collections.shuffle(shuffled, new Random(5));
        long[] steps = shuffled.stream().mapToLong(Long::longValue).toArray();
        log(
                "m",
                steps,
                LongStream.of(steps).mapToDouble(step -> step == 6_000 ? -9 : 1).toArray());
        MetricCurve curve = curves.curve(run, "m", -ALL, ALL, LIMIT);
        assertThat(curve.steps()).isSorted().startsWith(0L).endsWith(11_999L).contains(6_000L);
        assertThat(curve.values()).contains(-9.0);
        assertThat(curve.points()).isEqualTo(12_000);
    }

    @Test
    void whatIsNoNumberIsAbsentAndWhatDoesNotExistHasNoPoints() {
        log("m", new long[] {0, 1, 2}, new double[] {1, Double.NaN, Double.POSITIVE_INFINITY});
        assertThat(curves.curve(run, "m", -ALL, ALL, LIMIT).values()).containsExactly(1.0, null, null);
        assertThat(curves.curve(run, "other", -ALL, ALL, LIMIT).points()).isZero();
        assertThat(curves.curve("nobody's", "m", -ALL, ALL, LIMIT).steps()).isEmpty();
    }

    @Test
    void outlinesAreKeptUpToALimit() {
        log("m", LongStream.range(0, 30_000).toArray(), new double[30_000]);
        ChunkOutlines outlines = new ChunkOutlines(history, 5_000);
        long metric = history.tail(Checks.runUuid(run).orElseThrow(), "m")
                .orElseThrow()
                .metric();
        List<HistoryStore.Extent> chunks = history.extents(metric, -ALL, ALL);
        assertThat(outlines.of(metric, chunks)).hasSameSizeAs(chunks);
        assertThat(outlines.keptBytes()).isBetween(1L, 5_000L);
        assertThat(outlines.of(metric, chunks)).hasSameSizeAs(chunks);
    }

    private void log(String key, long[] steps, double[] values) {
        for (int from = 0; from < steps.length; from += 1_000) {
            runs.logMetrics(
                    run,
                    IntStream.range(from, Math.min(steps.length, from + 1_000))
                            .mapToObj(i ->
                                    new Metric(key, values[i], Instant.ofEpochMilli(1_000_000 + steps[i]), steps[i]))
                            .toList());
        }
    }
}
