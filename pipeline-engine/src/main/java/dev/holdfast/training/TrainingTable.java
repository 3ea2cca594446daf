package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table in memory, column by column.
 *
 * @param columns in the dataset's order; each name once, each with {@code rows} values
 * @param rows the number of rows
 */
public record TrainingTable(List<TrainingColumn> columns, int rows) {
    /** @throws ProblemException if a name appears twice or a column has another number of rows */
    public TrainingTable {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (TrainingColumn column : columns) {
            if (!names.add(column.name())) {
                throw ProblemException.invalid(
                        "columns", column.name(), "appears twice; give every column a name of its own");
            }
            if (column.rows() != rows) {
                throw ProblemException.invalid(
                        "columns",
                        column.name(),
                        "has " + column.rows() + " values where the table has " + rows
                                + " rows; every column needs one value per row");
            }
        }
    }

    /** The column of that name, if there is one. */
    public Optional<TrainingColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
