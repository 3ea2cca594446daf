package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.runtime.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows for a model from a table, filled column by column. Values become elements exactly as those of a request with named columns do: what is
 * predicted for a row does not depend on the way it came.
 *
 * <p>The methods that add a value say what is wrong with it, as a part of a sentence; null where it was taken.
 */
public final class ModelRows {
    private final ModelColumns model;
    private final List<ModelColumns.Column> columns;

    private ModelRows(ModelColumns model) {
        this.model = model;
        this.columns = List.copyOf(model.byName().values());
    }

    /**
     * No rows yet.
     *
     * @param names the columns that fill the matrix of a model that does not name its columns, in its order; empty for other models
     * @throws ProblemException 409 where the model takes tensors rather than columns
     */
    public static ModelRows of(String deployment, ModelVersion version, List<String> names) {
        return new ModelRows(
                names.isEmpty() ? ModelColumns.of(deployment, version) : ModelColumns.of(deployment, version, names));
    }

    /** What the model takes, in its order. */
    public List<TensorSpec> columns() {
        return columns.stream().map(column -> column.spec).toList();
    }

    /** Adds a number to a column; NaN is a missing value where the type has one. */
    public @Nullable String add(int column, double value) {
        TensorBuilder values = columns.get(column).values;
        try {
            if (Double.isFinite(value)) {
                values.addNumber(value);
            } else if (Double.isNaN(value)) {
                values.addJson("NaN");
            } else {
                values.addJson(value > 0 ? "Infinity" : "-Infinity");
            }
            return null;
        } catch (BadValue e) {
            return e.message();
        }
    }

    /** Whether {@link #addAll} can take the numbers of a column. */
    public boolean takesReals(int column) {
        return columns.get(column).values.takesReals();
    }

    /** As {@link #add(int, double)} of each of the first {@code count} values; false where one was not taken. */
    public boolean addAll(int column, double[] values, int count) {
        try {
            columns.get(column).values.addNumbers(values, count);
            return true;
        } catch (BadValue e) {
            return false;
        }
    }

    /** Makes room for as many rows. */
    public void expect(int rows) {
        columns.forEach(column -> column.values.makeRoom(rows));
    }

    public @Nullable String add(int column, long value) {
        try {
            columns.get(column).values.addNumber(value);
            return null;
        } catch (BadValue e) {
            return e.message();
        }
    }

    /** Adds a number of any length, as JSON writes it. */
    public @Nullable String addNumber(int column, String number) {
        try {
            columns.get(column).values.addJson(number);
            return null;
        } catch (BadValue e) {
            return e.message();
        }
    }

    public @Nullable String add(int column, boolean value) {
        try {
            columns.get(column).values.addJson(value ? "true" : "false");
            return null;
        } catch (BadValue e) {
            return e.message();
        }
    }

    public @Nullable String add(int column, String text) {
        try {
            columns.get(column).values.addText(text);
            return null;
        } catch (BadValue e) {
            return e.message();
        }
    }

    public @Nullable String addMissing(int column) {
        try {
            columns.get(column).values.addMissing();
            return null;
        } catch (BadValue e) {
            return e.message();
        }
    }

    /** The model's inputs, when every column has as many values. Ends this object's use. */
    public Map<String, Tensor> tensors(int rows) {
        return model.tensors(rows);
    }
}
