package dev.holdfast.batch;

import dev.holdfast.dataset.Column;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.inference.ModelRows;
import dev.holdfast.model.TensorType;
import java.util.Set;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of a dataset as an input of a model: how it is selected, and how its values are handed on.
 *
 * @param missing whether it has no value at all
 */
record InputColumn(Column column, boolean missing) {
    private static final Set<String> WIDE = Set.of("UBIGINT", "HUGEINT", "UHUGEINT");

    /** How values come out of DuckDB. */
    enum Form {
        TRUTH,
        WHOLE,
        REAL,
        /** A number that no primitive holds exactly, as text. */
        DIGITS,
        TEXT,
        MISSING
    }

    /** Why the model's type can't be made of the column's; null where it can. */
    @Nullable
    String misfit(TensorType wanted) {
        if (missing) {
            return null;
        }
        boolean fits = switch (wanted) {
            case BYTES -> column.type() == ColumnType.STRING;
            case FP16, FP32, FP64 -> column.type().isNumeric();
            case BOOL ->
                column.type() == ColumnType.BOOLEAN
                        || column.type() == ColumnType.INTEGER
                        || column.type() == ColumnType.FLOAT;
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
                column.type().isNumeric() && column.type() != ColumnType.BOOLEAN;
        };
        return fits ? null : "the model takes " + wanted;
    }

    /** @param physical what DuckDB calls the column's type */
    Form form(String physical) {
        if (missing) {
            return Form.MISSING;
        }
        return switch (column.type()) {
            case BOOLEAN -> Form.TRUTH;
            case INTEGER -> WIDE.contains(physical) ? Form.DIGITS : Form.WHOLE;
            case FLOAT -> physical.startsWith("DECIMAL") ? Form.DIGITS : Form.REAL;
            case TIMESTAMP, DATE -> Form.REAL;
            case STRING, OTHER -> Form.TEXT;
        };
    }

    /** SQL for the value in that form: dates and times are seconds since 1970 in UTC, as they are in training. */
    String select(Form form) {
        String name = Sql.identifier(column.name());
        return switch (form) {
            case TRUTH -> name;
            case WHOLE -> "CAST(" + name + " AS BIGINT)";
            case REAL ->
                column.type() == ColumnType.FLOAT
                        ? "CAST(" + name + " AS DOUBLE)"
                        // DuckDB's dates know infinities, which are no number of seconds.
                        : "CASE WHEN isfinite(" + name + ") THEN CAST(epoch(" + name + ") AS DOUBLE) END";
            case DIGITS, TEXT -> "CAST(" + name + " AS VARCHAR)";
            case MISSING -> "CAST(NULL AS VARCHAR)";
        };
    }

    /**
     * Adds the values of {@code numbers} to an input.
     *
     * @param numbers rows of {@code values}
     * @param reals room for as many
     * @return whether all were taken; which was not is found by {@link #add}
     */
    static boolean addAll(
            ModelRows rows, int input, Form form, DuckDBReadableVector values, int[] numbers, double[] reals) {
        if (form == Form.REAL && rows.takesReals(input)) {
            for (int i = 0; i < numbers.length; i++) {
                // A missing number is NaN to models.
                reals[i] = values.getDouble(numbers[i], Double.NaN);
            }
            return rows.addAll(input, reals, numbers.length);
        }
        boolean good = true;
        for (int row : numbers) {
            good &= add(rows, input, form, values, row) == null;
        }
        return good;
    }

    /** Adds a value to an input; what is wrong with it, null where it was taken. */
    static @Nullable String add(ModelRows rows, int input, Form form, DuckDBReadableVector values, int row) {
        if (form == Form.MISSING || values.isNull(row)) {
            return rows.addMissing(input);
        }
        return switch (form) {
            case TRUTH -> rows.add(input, values.getBoolean(row));
            case WHOLE -> rows.add(input, values.getLong(row));
            case REAL -> rows.add(input, values.getDouble(row));
            case DIGITS -> rows.addNumber(input, values.getString(row));
            case TEXT -> rows.add(input, values.getString(row));
            case MISSING -> throw new IllegalStateException("Missing values were added above");
        };
    }
}
