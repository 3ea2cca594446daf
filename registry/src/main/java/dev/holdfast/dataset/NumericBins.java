package dev.holdfast.dataset;

import java.util.List;

/**
 * Quantile bins of a numeric column. Bin i holds {@code edges[i] <= x < edges[i + 1]}; the last bin holds its upper edge too.
 *
 * <p>The outer edges enclose every finite value, also once it is rounded to single precision; each inner edge lies halfway
 * between two neighbouring values, so that rounding does not move a value to another bin. A column of few distinct values has
 * one bin for each of them.
 *
 * @param edges strictly ascending, one more than there are bins; empty where the column has no finite value
 * @param counts values in each bin, at most 250 bins
 * @param sums of the values in each bin
 * @param underflow values below the first edge: in the reference itself these are the negative infinities
 * @param overflow values above the last edge: in the reference itself these are the positive infinities
 */
public record NumericBins(
        List<Double> edges, List<Long> counts, List<Double> sums, long underflow, long overflow, long nulls, long nans)
        implements ReferenceBins {
    /** The most bins that a column gets. */
    public static final int MAX_BINS = 250;

    public NumericBins {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        sums = List.copyOf(sums);
    }
}
