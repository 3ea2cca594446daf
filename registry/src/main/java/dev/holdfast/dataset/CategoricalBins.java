package dev.holdfast.dataset;

import java.util.List;

/**
 * The most frequent values of a text column.
 *
 * @param categories most frequent first, at most 100, equal counts in the order of the values; texts longer than 256 characters are not
 *     among them
 * @param counts of each category
 * @param other values that are in no category
 */
public record CategoricalBins(List<String> categories, List<Long> counts, long other, long nulls)
        implements ReferenceBins {
    /** The most categories that a column gets. */
    public static final int MAX_CATEGORIES = 100;

    public CategoricalBins {
        categories = List.copyOf(categories);
        counts = List.copyOf(counts);
    }
}
