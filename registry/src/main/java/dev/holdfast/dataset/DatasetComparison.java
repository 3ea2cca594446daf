package dev.holdfast.dataset;

import dev.holdfast.dataset.DatasetDiff.Change;
import dev.holdfast.dataset.DatasetDiff.ColumnDiff;
import dev.holdfast.dataset.DatasetDiff.Retyped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares two versions of a dataset by what is known about them. */
final class DatasetComparison {
    private DatasetComparison() {}

    static DatasetDiff compare(
            DatasetVersion from, DatasetProfile fromProfile, DatasetVersion to, DatasetProfile toProfile) {
        List<Column> added = new ArrayList<>();
        List<Retyped> retyped = new ArrayList<>();
        List<ColumnDiff> columns = new ArrayList<>();
        for (ColumnProfile after : toProfile.columns()) {
            ColumnProfile before = fromProfile.column(after.name()).orElse(null);
            if (before == null) {
                added.add(new Column(after.name(), after.type()));
            } else {
                if (before.type() != after.type()) {
                    retyped.add(new Retyped(after.name(), before.type(), after.type()));
                }
                columns.add(new ColumnDiff(
                        after.name(), changes(before, after), StabilityIndex.between(before.bins(), after.bins())));
            }
        }
        List<Column> removed = from.columns().stream()
                .filter(column -> toProfile.column(column.name()).isEmpty())
                .toList();
        return new DatasetDiff(
                to.name(),
                from.version(),
                to.version(),
                from.digest().equals(to.digest()),
                new Change((double) from.rows(), (double) to.rows()),
                added,
                removed,
                retyped,
                columns);
    }

    private static Map<String, Change> changes(ColumnProfile before, ColumnProfile after) {
        Map<String, @Nullable Double> earlier = figures(before);
        Map<String, @Nullable Double> later = figures(after);
        Map<String, Change> changes = new LinkedHashMap<>();
        Map<String, @Nullable Double> all = new LinkedHashMap<>(earlier);
        all.putAll(later);
        for (String name : all.keySet()) {
            if (!Objects.equals(earlier.get(name), later.get(name))) {
                changes.put(name, new Change(earlier.get(name), later.get(name)));
            }
        }
        return changes;
    }

    private static Map<String, @Nullable Double> figures(ColumnProfile profile) {
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("count", (double) profile.count());
        figures.put("nulls", (double) profile.nulls());
        figures.put("nans", (double) profile.nans());
        figures.put("distinct", (double) profile.distinct());
        figures.put("min", profile.min());
        figures.put("max", profile.max());
        figures.put("mean", profile.mean());
        figures.put("std", profile.std());
        figures.putAll(profile.quantiles());
        return figures;
    }
}
