package dev.holdfast.dataset;

import java.util.List;
import java.util.Optional;

/** The statistics of a table, column by column in the order of the file. */
public record DatasetProfile(long rows, List<ColumnProfile> columns) {
    public DatasetProfile {
        columns = List.copyOf(columns);
    }

    public Optional<ColumnProfile> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
