package dev.holdfast.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns of a dataset in memory. */
@SuppressWarnings("ArrayRecordComponent") // millions of unboxed values; nobody compares or changes them
public record ColumnarTable(List<ColumnData> columns, int rows) {
    /** One column; its array has as many elements as the table has rows. */
    public sealed interface ColumnData permits Numeric, Text {
        String name();
    }

    /**
     * Numbers: booleans are 0 and 1, dates and times are seconds since 1970 in UTC.
     *
     * @param values NaN where the value is missing
     */
    public record Numeric(String name, double[] values) implements ColumnData {}

    /**
     * Texts.
     *
     * @param values null where the value is missing
     */
    public record Text(String name, @Nullable String[] values) implements ColumnData {}

    /** The column of this name; the caller has made sure that there is one. */
    public ColumnData column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No column " + name));
    }
}
