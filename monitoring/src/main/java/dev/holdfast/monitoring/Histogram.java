package dev.holdfast.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The bars of a chart: few enough to read, made from the bins that were counted. */
final class Histogram {
    private static final int RANGES = 16;
    private static final int CATEGORIES = 18;

    private Histogram() {}

    static List<HistogramBin> of(ColumnCounts reference, ColumnCounts live) {
        List<HistogramBin> bars = switch (reference.bins()) {
            case NumericGrid grid -> ranges(reference, live, grid);
            case CategoryIndex index -> categories(reference, live, index);
        };
        addOther(bars, "(missing)", reference.missing(), live.missing());
        return bars;
    }

    private static List<HistogramBin> ranges(ColumnCounts reference, ColumnCounts live, NumericGrid grid) {
        List<HistogramBin> bars = new ArrayList<>();
        int below = grid.underflowSlot();
        addOther(bars, "(below)", reference.count(below), live.count(below));
        int[] group = Cells.groups(reference, grid, RANGES);
        int start = 0;
        for (int bin = 0; bin < grid.bins(); bin++) {
            if (bin + 1 == grid.bins() || group[bin + 1] != group[bin]) {
                bars.add(range(reference, live, grid, start, bin));
                start = bin + 1;
            }
        }
        int above = grid.overflowSlot();
        addOther(bars, grid.bins() == 0 ? "(present)" : "(above)", reference.count(above), live.count(above));
        return bars;
    }

    private static HistogramBin range(ColumnCounts reference, ColumnCounts live, NumericGrid grid, int from, int to) {
        long expected = 0;
        long observed = 0;
        for (int bin = from; bin <= to; bin++) {
            expected += reference.count(bin);
            observed += live.count(bin);
        }
        double lower = grid.edge(from);
        double upper = grid.edge(to + 1);
        String label = String.format(Locale.ROOT, "%.4g to %.4g", lower, upper);
        return new HistogramBin(label, lower, upper, expected, observed);
    }

    private static List<HistogramBin> categories(ColumnCounts reference, ColumnCounts live, CategoryIndex index) {
        List<HistogramBin> bars = new ArrayList<>();
        long expectedRest = reference.count(index.otherSlot());
        long observedRest = live.count(index.otherSlot());
        for (int slot = 0; slot < index.categories().size(); slot++) {
            if (slot < CATEGORIES) {
                bars.add(new HistogramBin(
                        index.categories().get(slot), null, null, reference.count(slot), live.count(slot)));
            } else {
                expectedRest += reference.count(slot);
                observedRest += live.count(slot);
            }
        }
        addOther(bars, "(other)", expectedRest, observedRest);
        return bars;
    }

    private static void addOther(List<HistogramBin> bars, String label, long reference, long live) {
        if (reference > 0 || live > 0) {
            bars.add(new HistogramBin(label, null, null, reference, live));
        }
    }
}
