package dev.holdfast.monitoring;

import dev.holdfast.dataset.CategoricalBins;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.NumericBins;
import dev.holdfast.dataset.ReferenceBins;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column looked like when the model was made.
 *
 * @param type of the column in the dataset, where it is known
 * @param std of the values, 0 for texts
 */
record ReferenceColumn(
        String name, ReferenceSource source, @Nullable ColumnType type, ColumnCounts counts, double std) {
    static ReferenceColumn of(
            String name, ReferenceSource source, @Nullable ColumnType type, ReferenceBins bins, @Nullable Double std) {
        ColumnCounts counts = ColumnCounts.of(bins);
        double spread = switch (counts.bins()) {
            case NumericGrid grid -> std != null ? std : NumericDistance.std(counts, grid);
            case CategoryIndex index -> 0;
        };
        return new ReferenceColumn(name, source, type, counts, spread);
    }

    ColumnKind kind() {
        return counts.bins() instanceof NumericGrid ? ColumnKind.NUMERIC : ColumnKind.CATEGORICAL;
    }

    /** What {@link #of} was made from. */
    ReferenceBins toBins() {
        return switch (counts.bins()) {
            case NumericGrid grid ->
                new NumericBins(
                        IntStream.range(0, grid.bins() == 0 ? 0 : grid.bins() + 1)
                                .mapToObj(grid::edge)
                                .toList(),
                        LongStream.of(counts.counts())
                                .limit(grid.bins())
                                .boxed()
                                .toList(),
                        DoubleStream.of(counts.sums())
                                .limit(grid.bins())
                                .boxed()
                                .toList(),
                        counts.count(grid.underflowSlot()),
                        counts.count(grid.overflowSlot()),
                        counts.missing(),
                        0);
            case CategoryIndex index ->
                new CategoricalBins(
                        index.categories(),
                        LongStream.of(counts.counts())
                                .limit(index.otherSlot())
                                .boxed()
                                .toList(),
                        counts.count(index.otherSlot()),
                        counts.missing());
        };
    }
}
