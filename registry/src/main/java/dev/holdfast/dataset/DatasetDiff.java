package dev.holdfast.dataset;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two versions of a dataset.
 *
 * @param from the earlier version as asked for
 * @param to the later version as asked for
 * @param identical whether both have the same bytes
 * @param added columns of {@code to} only
 * @param removed columns of {@code from} only
 * @param retyped columns whose type differs
 * @param columns the columns that both have, in the order of {@code to}
 */
public record DatasetDiff(
        String name,
        int from,
        int to,
        boolean identical,
        Change rows,
        List<Column> added,
        List<Column> removed,
        List<Retyped> retyped,
        List<ColumnDiff> columns) {
    /** A column whose type differs. */
    public record Retyped(String name, ColumnType from, ColumnType to) {}

    /** A figure in both versions; absent where a version has none. */
    public record Change(@Nullable Double from, @Nullable Double to) {}

    /**
     * A column that both versions have.
     *
     * @param statistics figures that differ, by their name in the profile
     * @param psi population stability index of {@code to} against the reference bins of {@code from}, merged to ten bins for
     *     numbers; absent where the type differs or a version has no values
     */
    public record ColumnDiff(
            String name,
            Map<String, Change> statistics,
            @Nullable Double psi) {}
}
