package dev.holdfast.monitoring;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Reference and live counts in the few cells that a statistic compares. */
final class Cells {
    /** Cells of about equal reference mass: deciles, as PSI has been used since its beginnings. */
    private static final int DECILES = 10;
    /** Least number of rows that a cell should expect: below it the chi-square distribution is no longer a good description. */
    private static final double LEAST_EXPECTED = 5;

    private static final int ROWS_FOR_ANOTHER_CELL = 10;

    private final long[] reference;
    private final long[] live;

    Cells(long[] reference, long[] live) {
        this.reference = reference;
        this.live = live;
    }

    static Cells of(ColumnCounts reference, ColumnCounts live) {
        Cells cells = switch (reference.bins()) {
            case NumericGrid grid -> {
                long smaller = Math.min(reference.total(), live.total());
                int groups = (int) Math.clamp(smaller / ROWS_FOR_ANOTHER_CELL, 2L, DECILES);
                yield grouped(reference, live, groups(reference, grid, groups), grid.bins());
            }
            case CategoryIndex index ->
                grouped(reference, live, frequent(reference, live, index), index.otherSlot() + 1);
        };
        return cells.withoutEmptyCells();
    }

    /** For each regular bin its group; groups have about equal reference mass. */
    static int[] groups(ColumnCounts reference, NumericGrid grid, int wanted) {
        int[] group = new int[grid.bins()];
        long all = 0;
        for (int bin = 0; bin < grid.bins(); bin++) {
            all += reference.count(bin);
        }
        long below = 0;
        int current = 0;
        for (int bin = 0; bin < grid.bins(); bin++) {
            group[bin] = current;
            below += reference.count(bin);
            if (below * wanted >= all * (current + 1.0)) {
                current = (int) Math.max(current + 1, below * wanted / Math.max(1, all));
            }
        }
        return dense(group);
    }

    private static int[] dense(int[] group) {
        int[] dense = new int[group.length];
        for (int bin = 1; bin < group.length; bin++) {
            dense[bin] = dense[bin - 1] + (group[bin] == group[bin - 1] ? 0 : 1);
        }
        return dense;
    }

    /**
     * Categories that expect too few rows share a cell, the last, with all that the reference does not list. A category that is rare in
     * truth is missing in one sample or the other by chance: only together do the two sides of that chance balance.
     */
    private static int[] frequent(ColumnCounts reference, ColumnCounts live, CategoryIndex index) {
        int categories = index.categories().size();
        double share = live.total() / (double) Math.max(1, reference.total() + live.total());
        double smaller = Math.min(share, 1 - share);
        int[] group = new int[categories + 1];
        int next = 0;
        for (int slot = 0; slot < categories; slot++) {
            boolean enough = (reference.count(slot) + live.count(slot)) * smaller >= LEAST_EXPECTED;
            group[slot] = enough ? next++ : -1;
        }
        group[index.otherSlot()] = -1;
        for (int slot = 0; slot < group.length; slot++) {
            if (group[slot] < 0) {
                group[slot] = next;
            }
        }
        return group;
    }

    /** Adds up the regular bins by group; every other slot (below, above, missing) stays a cell of its own. */
    private static Cells grouped(ColumnCounts reference, ColumnCounts live, int[] group, int regular) {
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        int others = reference.bins().slots() - regular;
        long[] expected = new long[groups + others];
        long[] observed = new long[groups + others];
        for (int slot = 0; slot < reference.bins().slots(); slot++) {
            int cell = slot < regular ? group[slot] : groups + slot - regular;
            expected[cell] += reference.count(slot);
            observed[cell] += live.count(slot);
        }
        return new Cells(expected, observed);
    }

    private Cells withoutEmptyCells() {
        int[] used = IntStream.range(0, reference.length)
                .filter(cell -> reference[cell] + live[cell] > 0)
                .toArray();
        return new Cells(
                Arrays.stream(used).mapToLong(cell -> reference[cell]).toArray(),
                Arrays.stream(used).mapToLong(cell -> live[cell]).toArray());
    }

    /** Cells that expect fewer rows than the chi-square test needs are added to the smallest that has enough. */
    Cells pooled() {
        double m = referenceTotal();
        double n = liveTotal();
        double smaller = Math.min(m, n) / Math.max(1, m + n);
        long[] expected = new long[reference.length];
        long[] observed = new long[reference.length];
        int rare = -1;
        int next = 0;
        for (int cell = 0; cell < reference.length; cell++) {
            int target;
            if ((reference[cell] + live[cell]) * smaller >= LEAST_EXPECTED) {
                target = next++;
            } else {
                rare = rare < 0 ? next++ : rare;
                target = rare;
            }
            expected[target] += reference[cell];
            observed[target] += live[cell];
        }
        return new Cells(Arrays.copyOf(expected, next), Arrays.copyOf(observed, next));
    }

    long reference(int cell) {
        return reference[cell];
    }

    long live(int cell) {
        return live[cell];
    }

    /** All rows of the reference. */
    long referenceTotal() {
        return Arrays.stream(reference).sum();
    }

    /** All rows of the window. */
    long liveTotal() {
        return Arrays.stream(live).sum();
    }

    int size() {
        return reference.length;
    }
}
