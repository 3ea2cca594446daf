package dev.holdfast.monitoring;

import java.util.Arrays;
import java.util.List;

/**
 * The bins of a numeric column: bin i holds {@code edges[i] <= x < edges[i + 1]}, the last one its upper edge too; then come slots for values
 * below, above and missing.
 *
 * <p>Quantile bins are narrow where the values are, so a search over all edges would be the same long walk for each value. A table of equal
 * cells over the range says which few bins a value can be in; most cells leave one.
 */
final class NumericGrid implements Bins {
    private static final int CELLS = 1024;
    private final double[] edges;
    private final int bins;
    private final double first;
    private final double last;
    private final double scale;
    /** For each cell the lowest bin it touches, and in the upper half the highest. */
    private final int[] cells = new int[CELLS];

    /** @param edges strictly ascending, one more than there are bins; none where the reference has no finite value */
    NumericGrid(double... edges) {
        this.edges = edges.clone();
        bins = Math.max(0, edges.length - 1);
        first = bins == 0 ? Double.POSITIVE_INFINITY : edges[0];
        last = bins == 0 ? Double.POSITIVE_INFINITY : edges[bins];
        scale = bins == 0 ? 0 : CELLS / (last - first);
        if (bins > 0) {
            fillTable();
        }
    }

    static NumericGrid of(List<Double> edges) {
        return new NumericGrid(edges.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void fillTable() {
        int[] edgesUpTo = new int[CELLS];
        for (double edge : edges) {
            edgesUpTo[cell(edge)]++;
        }
        int before = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            int upTo = before + edgesUpTo[cell];
            cells[cell] = Math.clamp(before - 1L, 0, bins - 1) | Math.clamp(upTo - 1L, 0, bins - 1) << Short.SIZE;
            before = upTo;
        }
    }

    /** Rounds the same way for edges and values and never falls as x rises: that is what makes the table exact. */
    private int cell(double x) {
        return Math.min((int) ((x - first) * scale), CELLS - 1);
    }

    /** The slot that counts {@code x}. */
    int slot(double x) {
        if (x >= first && x <= last) {
            int touched = cells[cell(x)];
            int low = touched & 0xffff;
            int high = touched >>> Short.SIZE;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (edges[middle] <= x) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }
        if (x < first && bins > 0) {
            return underflowSlot();
        }
        return Double.isNaN(x) ? missingSlot() : overflowSlot();
    }

    /** The regular bins. */
    int bins() {
        return bins;
    }

    /** The edge below bin {@code index}; the edge above the last bin has the index {@link #bins()}. */
    double edge(int index) {
        return edges[index];
    }

    int underflowSlot() {
        return bins;
    }

    /** Also where every value goes if the reference had none. */
    int overflowSlot() {
        return bins + 1;
    }

    @Override
    public int missingSlot() {
        return bins + 2;
    }

    @Override
    public int slots() {
        return bins + 3;
    }

    /** An infinite value counts at the nearest edge, so that sums stay finite. */
    double bounded(double x) {
        if (Double.isInfinite(x)) {
            return bins == 0 ? 0 : x > 0 ? last : first;
        }
        return x;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumericGrid grid && Arrays.equals(edges, grid.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }
}
