package dev.holdfast.monitoring;

import dev.holdfast.dataset.CategoricalBins;
import dev.holdfast.dataset.NumericBins;
import dev.holdfast.dataset.ReferenceBins;
import java.util.Arrays;
import java.util.List;

/** How many values of a column fell into each bin. Counting allocates nothing; counts over the same bins add up exactly. Used by one thread at a time. */
final class ColumnCounts {
    private final Bins bins;
    private final long[] counts;
    /** Sums of the values of each slot of a numeric column: they place a bin's mass where it really is. */
    private final double[] sums;

    ColumnCounts(Bins bins) {
        this(bins, new long[bins.slots()], new double[bins instanceof NumericGrid ? bins.slots() : 0]);
    }

    ColumnCounts(Bins bins, long[] counts, double[] sums) {
        if (counts.length != bins.slots() || (bins instanceof NumericGrid && sums.length != counts.length)) {
            throw new IllegalArgumentException("Counts of other bins");
        }
        this.bins = bins;
        this.counts = counts;
        this.sums = sums;
    }

    /** The counts of the reference itself. */
    static ColumnCounts of(ReferenceBins reference) {
        return switch (reference) {
            case NumericBins numeric -> of(numeric);
            case CategoricalBins categorical -> of(categorical);
        };
    }

    private static ColumnCounts of(NumericBins reference) {
        NumericGrid grid = NumericGrid.of(reference.edges());
        long[] counts = Arrays.copyOf(toArray(reference.counts()), grid.slots());
        counts[grid.underflowSlot()] = reference.underflow();
        counts[grid.overflowSlot()] = reference.overflow();
        // A model gets NaN for both: live traffic can't tell them apart.
        counts[grid.missingSlot()] = reference.nulls() + reference.nans();
        double[] sums = Arrays.copyOf(
                reference.sums().stream().mapToDouble(Double::doubleValue).toArray(), grid.slots());
        sums[grid.underflowSlot()] = reference.underflow() * grid.bounded(Double.NEGATIVE_INFINITY);
        sums[grid.overflowSlot()] = reference.overflow() * grid.bounded(Double.POSITIVE_INFINITY);
        return new ColumnCounts(grid, counts, sums);
    }

    private static ColumnCounts of(CategoricalBins reference) {
        // The empty text is counted as missing, on both sides.
        int empty = reference.categories().indexOf("");
        List<String> categories = reference.categories().stream()
                .filter(category -> !category.isEmpty())
                .toList();
        CategoryIndex index = new CategoryIndex(categories);
        long[] counts = new long[index.slots()];
        int slot = 0;
        for (int i = 0; i < reference.categories().size(); i++) {
            if (i != empty) {
                counts[slot++] = reference.counts().get(i);
            }
        }
        counts[index.otherSlot()] = reference.other();
        counts[index.missingSlot()] =
                reference.nulls() + (empty < 0 ? 0 : reference.counts().get(empty));
        return new ColumnCounts(index, counts, new double[0]);
    }

    private static long[] toArray(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    void add(double value) {
        switch (bins) {
            case NumericGrid grid -> add(grid, value);
            case CategoryIndex index -> counts[index.slot(value)]++;
        }
    }

    /** Adds {@code count} of these values, each {@code step} behind the one before. */
    void add(double[] values, int first, int step, int count) {
        int end = first + step * count;
        switch (bins) {
            case NumericGrid grid -> {
                for (int at = first; at < end; at += step) {
                    add(grid, values[at]);
                }
            }
            case CategoryIndex index -> {
                for (int at = first; at < end; at += step) {
                    counts[index.slot(values[at])]++;
                }
            }
        }
    }

    private void add(NumericGrid grid, double value) {
        int slot = grid.slot(value);
        counts[slot]++;
        if (slot < grid.bins()) {
            sums[slot] += value;
        } else if (slot != grid.missingSlot()) {
            sums[slot] += grid.bounded(value);
        }
    }

    void add(String value) {
        switch (bins) {
            case NumericGrid grid -> add(number(value));
            case CategoryIndex index -> counts[index.slot(value)]++;
        }
    }

    private static double number(String value) {
        try {
            return value.isEmpty() ? Double.NaN : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN; // not a number where the reference has numbers: as good as missing
        }
    }

    /** Adds what another replica or another window has counted into the same bins. */
    void merge(ColumnCounts other) {
        if (!bins.equals(other.bins)) {
            throw new IllegalArgumentException("Counts of other bins can't be added");
        }
        for (int slot = 0; slot < counts.length; slot++) {
            counts[slot] += other.counts[slot];
        }
        for (int slot = 0; slot < sums.length; slot++) {
            sums[slot] += other.sums[slot];
        }
    }

    ColumnCounts copy() {
        return new ColumnCounts(bins, counts.clone(), sums.clone());
    }

    Bins bins() {
        return bins;
    }

    long count(int slot) {
        return counts[slot];
    }

    double sum(int slot) {
        return sums[slot];
    }

    long[] counts() {
        return counts.clone();
    }

    double[] sums() {
        return sums.clone();
    }

    long missing() {
        return counts[bins.missingSlot()];
    }

    /** All values, the missing ones too. */
    long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** Values that are there. */
    long present() {
        return total() - missing();
    }
}
