package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.dataset.CategoricalBins;
import dev.holdfast.dataset.NumericBins;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected figures were computed with SciPy 1.17 and NumPy 2.4: ks_2samp, kstwobign, wasserstein_distance, jensenshannon, chi2_contingency. */
class DistancesTest {
    private static final long[] REFERENCE = {5, 12, 30, 41, 66, 80, 77, 59, 40, 22, 11, 7};
    private static final long[] LIVE = {1, 4, 9, 14, 28, 44, 51, 52, 41, 30, 17, 9};
    private static final double STD = 2.258179884770516;

    /** Values 1 to 12, a bin for each: binned and exact statistics are the same. */
    private static ColumnCounts twelve(long[] counts) {
        NumericGrid grid = new NumericGrid(
                IntStream.rangeClosed(0, 12).mapToDouble(i -> i + 0.5).toArray());
        ColumnCounts column = new ColumnCounts(grid);
        for (int value = 1; value <= 12; value++) {
            for (long i = 0; i < counts[value - 1]; i++) {
                column.add(value);
            }
        }
        return column;
    }

    @Test
    void numericDistancesAreThoseOfSciPy() {
        ColumnCounts reference = twelve(REFERENCE);
        ColumnCounts live = twelve(LIVE);
        NumericDistance distance = new NumericDistance(reference, live, (NumericGrid) reference.bins());

        assertThat(distance.kolmogorovSmirnov()).isCloseTo(0.18777777777777782, within(1e-12));
        assertThat(distance.kolmogorovSmirnovPValue(distance.kolmogorovSmirnov()))
                .isCloseTo(6.140339051487413e-06, within(1e-15));
        assertThat(distance.kolmogorovSmirnovByChance(0.001)).isCloseTo(0.1453052577960359, within(1e-12));
        assertThat(distance.wasserstein(STD)).isCloseTo(0.4531673230440311, within(1e-12));
    }

    @Test
    void distancesOverCellsAreThoseOfSciPy() {
        Cells cells =
                new Cells(new long[] {400, 250, 150, 80, 60, 40, 20}, new long[] {300, 260, 170, 120, 70, 50, 30});

        assertThat(Divergence.psi(cells)).isCloseTo(0.05526518454921097, within(1e-12));
        assertThat(Divergence.jensenShannon(cells)).isCloseTo(0.08326579271600036, within(1e-12));
        Divergence.ChiSquare test = Divergence.chiSquare(cells);
        assertThat(test.statistic()).isCloseTo(27.612134597428714, within(1e-9));
        assertThat(test.degreesOfFreedom()).isEqualTo(6);
        assertThat(test.pValue()).isCloseTo(0.00011115453497051124, within(1e-12));
    }

    @Test
    void whatChanceAloneGivesFollowsFromBothSampleSizes() {
        long[] reference = new long[13];
        Arrays.fill(reference, 5_000 / 13);
        reference[0] += 5_000 - 13 * (5_000 / 13);
        long[] live = new long[13];
        Arrays.fill(live, 1_000 / 13);
        live[0] += 1_000 - 13 * (1_000 / 13);
        assertThat(Divergence.psiByChance(new Cells(reference, live), 0.001))
                .isCloseTo(0.039491388488832255, within(1e-9));
    }

    @Test
    void performanceTestsAreExact() {
        PerformanceVerdict verdict = PerformanceVerdict.accuracy(765, 1_000, 0.8);
        assertThat(verdict.pValue()).isCloseTo(0.0036740537454114245, within(1e-9));
        assertThat(verdict.threshold()).isCloseTo(0.769, within(1e-12));
        assertThat(verdict.drifted()).isTrue();
        // Significant, and too little to act on.
        assertThat(PerformanceVerdict.accuracy(79_000, 100_000, 0.8).drifted()).isFalse();
        assertThat(PerformanceVerdict.accuracy(10, 10, 1).drifted()).isFalse();
        assertThat(PerformanceVerdict.rmse(4_000, 32_000, 1_000, 1).drifted()).isTrue();
        assertThat(PerformanceVerdict.rmse(1_050, 3_300, 1_000, 1).drifted()).isFalse();
    }

    @Test
    void everyValueIsCountedWhereASearchOverAllEdgesWouldPutIt() {
        SplittableRandom random = new SplittableRandom(1);
        double[] edges = random.doubles(251)
                .map(x -> Math.pow(x, 12) * 1e6 - 10) // most bins are tiny, some are huge
                .sorted()
                .distinct()
                .toArray();
        NumericGrid grid = new NumericGrid(edges);
        double[] values =
                random.doubles(100_000).map(x -> Math.pow(x, 12) * 1.2e6 - 11).toArray();
        for (double value : IntStream.range(0, values.length + edges.length)
                .mapToDouble(i -> i < values.length ? values[i] : edges[i - values.length])
                .toArray()) {
            assertThat(grid.slot(value)).isEqualTo(searched(edges, grid, value));
        }
        assertThat(grid.slot(Double.NaN)).isEqualTo(grid.missingSlot());
        assertThat(grid.slot(Double.POSITIVE_INFINITY)).isEqualTo(grid.overflowSlot());
        assertThat(grid.slot(Double.NEGATIVE_INFINITY)).isEqualTo(grid.underflowSlot());
    }

    private static int searched(double[] edges, NumericGrid grid, double value) {
        if (value < edges[0]) {
            return grid.underflowSlot();
        }
        if (value > edges[edges.length - 1]) {
            return grid.overflowSlot();
        }
        int found = Arrays.binarySearch(edges, value);
        return Math.min(found >= 0 ? found : -found - 2, edges.length - 2);
    }

    @Test
    void countsOfReplicasAddUpToTheCountsOfAll() {
        ColumnCounts all = twelve(REFERENCE);
        ColumnCounts one = twelve(new long[] {5, 12, 30, 41, 66, 0, 0, 0, 0, 0, 0, 0});
        ColumnCounts other = twelve(new long[] {0, 0, 0, 0, 0, 80, 77, 59, 40, 22, 11, 7});
        one.merge(other);
        assertThat(one.counts()).isEqualTo(all.counts());
        assertThat(one.sums()).isEqualTo(all.sums());
    }

    @Test
    void emptyAndConstantColumnsHaveADefinedAnswer() {
        ReferenceColumn constant = numeric(List.of(7.0, Math.nextUp(7.0)), List.of(500L), List.of(3_500.0), 0, 0);
        ReferenceColumn empty = numeric(List.of(), List.of(), List.of(), 500, 0);
        ColumnComparison comparison = new ColumnComparison(DriftRules.DEFAULT, 2);

        assertThat(comparison.compare(constant, filled(constant, 7, 200)).drifted())
                .isFalse();
        ColumnDrift moved = comparison.compare(constant, filled(constant, 8, 200));
        assertThat(moved.drifted()).isTrue();
        assertThat(moved.unseenShare()).isEqualTo(1);
        assertThat(comparison.compare(empty, filled(empty, Double.NaN, 200)).drifted())
                .isFalse();
        ColumnDrift appeared = comparison.compare(empty, filled(empty, 1, 200));
        assertThat(appeared.drifted()).isTrue();
        assertThat(appeared.methods()).allSatisfy(score -> {
            if (score.score() == null) {
                assertThat(score.note()).isNotBlank();
            }
        });
        ColumnDrift gone = comparison.compare(constant, filled(constant, Double.NaN, 200));
        assertThat(gone.drifted()).isTrue();
        assertThat(gone.missingShare()).isEqualTo(1);
        ColumnDrift nothing = comparison.compare(constant, filled(constant, 7, 0));
        assertThat(nothing.drifted()).isFalse();
        assertThat(nothing.score()).isNull();
    }

    @Test
    void unseenCategoriesAndCodesSentAsNumbersAreCounted() {
        ReferenceColumn colours = ReferenceColumn.of(
                "colour",
                ReferenceSource.TRAINING,
                null,
                new CategoricalBins(List.of("red", "green", "3"), List.of(500L, 300L, 200L), 0, 10),
                null);
        ColumnCounts live = new ColumnCounts(colours.counts().bins());
        Collections.nCopies(150, "red").forEach(live::add);
        Collections.nCopies(40, "mauve").forEach(live::add);
        live.add("");
        live.add(3.0);
        ColumnDrift drift = new ColumnComparison(DriftRules.DEFAULT, 1).compare(colours, live);
        assertThat(drift.drifted()).isTrue();
        assertThat(drift.unseenShare()).isCloseTo(40 / 192.0, within(1e-12));
        assertThat(drift.methods())
                .extracting(MethodScore::method)
                .containsExactly("psi", "jensen_shannon", "chi_square");
        assertThat(drift.histogram())
                .contains(new HistogramBin("3", null, null, 200, 1), new HistogramBin("(other)", null, null, 0, 40));
    }

    private static ReferenceColumn numeric(
            List<Double> edges, List<Long> counts, List<Double> sums, long nulls, long nans) {
        return ReferenceColumn.of(
                "x", ReferenceSource.TRAINING, null, new NumericBins(edges, counts, sums, 0, 0, nulls, nans), null);
    }

    private static ColumnCounts filled(ReferenceColumn reference, double value, int times) {
        ColumnCounts live = new ColumnCounts(reference.counts().bins());
        for (int i = 0; i < times; i++) {
            live.add(value);
        }
        return live;
    }
}
