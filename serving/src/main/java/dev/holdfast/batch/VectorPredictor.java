package dev.holdfast.batch;

import dev.holdfast.background.Cancellation;
import dev.holdfast.inference.ModelRows;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.OpenRelease;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * Predicts one vector of rows, about two thousand, in one run of the model. Where the model fails on them they are halved until the rows that
 * it fails on stand alone.
 */
final class VectorPredictor {
    private final OpenRelease release;
    private final List<InputColumn> columns;
    private final List<InputColumn.Form> forms;
    private final List<String> names;
    private final RowErrors errors;
    private final Cancellation cancellation;

    /** @param names the columns that fill the matrix of a model that does not name its columns; empty for other models */
    VectorPredictor(
            OpenRelease release,
            List<InputColumn> columns,
            List<InputColumn.Form> forms,
            List<String> names,
            RowErrors errors,
            Cancellation cancellation) {
        this.release = release;
        this.columns = columns;
        this.forms = forms;
        this.names = names;
        this.errors = errors;
        this.cancellation = cancellation;
    }

    /**
     * Rows that were predicted together.
     *
     * @param rows their numbers in the vector, ascending
     * @param outputs as many rows of each output
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares or changes them.
    record Predicted(int[] rows, Map<String, Tensor> outputs) {}

    /**
     * Predicts the rows of a vector.
     *
     * @param first the number of its first row in the dataset
     * @return in the order of the rows; those that can't be predicted are in none
     */
    List<Predicted> predict(DuckDBDataChunkReader vector, long first) {
        int count = Math.toIntExact(vector.rowCount());
        List<DuckDBReadableVector> values =
                IntStream.range(0, columns.size()).mapToObj(vector::vector).toList();
        int[] rows = IntStream.range(0, count).toArray();
        ModelRows taken = fill(values, rows, first, true);
        if (taken == null) {
            rows = Arrays.stream(rows).filter(row -> wrong(values, row) == null).toArray();
            taken = fill(values, rows, first, false);
        }
        List<Predicted> predicted = new ArrayList<>(1);
        if (rows.length > 0 && taken != null) {
            run(values, rows, taken, first, predicted);
        }
        return predicted;
    }

    /** The rows as the model takes them; null where a value of one is wrong, which is told if it is {@code told}. */
    private @Nullable ModelRows fill(List<DuckDBReadableVector> values, int[] rows, long first, boolean told) {
        ModelRows taken = ModelRows.of(release.release().deployment(), release.version(), names);
        taken.expect(rows.length);
        double[] reals = new double[rows.length];
        boolean good = true;
        for (int input = 0; good && input < values.size(); input++) {
            good = InputColumn.addAll(taken, input, forms.get(input), values.get(input), rows, reals);
        }
        if (!good && told) {
            for (int row : rows) {
                Wrong wrong = wrong(values, row);
                if (wrong != null) {
                    errors.add(first + row, wrong.column(), wrong.message());
                }
            }
        }
        return good ? taken : null;
    }

    private record Wrong(String column, String message) {}

    /** The first value of a row that is wrong. */
    private @Nullable Wrong wrong(List<DuckDBReadableVector> values, int row) {
        ModelRows alone = ModelRows.of(release.release().deployment(), release.version(), names);
        for (int input = 0; input < values.size(); input++) {
            String message = InputColumn.add(alone, input, forms.get(input), values.get(input), row);
            if (message != null) {
                return new Wrong(columns.get(input).column().name(), message);
            }
        }
        return null;
    }

    private void run(
            List<DuckDBReadableVector> values, int[] rows, ModelRows taken, long first, List<Predicted> predicted) {
        cancellation.check();
        Map<String, Tensor> outputs;
        try {
            outputs = release.run(taken.tensors(rows.length));
        } catch (ProblemException e) {
            if (e.type() != ProblemType.INVALID) {
                throw e;
            }
            if (rows.length == 1) {
                errors.add(first + rows[0], null, e.detail());
                return;
            }
            int half = rows.length / 2;
            for (int[] part : List.of(Arrays.copyOf(rows, half), Arrays.copyOfRange(rows, half, rows.length))) {
                ModelRows again = fill(values, part, first, false);
                if (again != null) {
                    run(values, part, again, first, predicted);
                }
            }
            return;
        }
        for (Tensor output : outputs.values()) {
            if (output.rows() != rows.length) {
                throw ProblemException.invalid(
                        "release",
                        release.release().number(),
                        "serves a model that gives " + output.rows() + " rows of \"" + output.name() + "\" for "
                                + rows.length + " rows; it can't be asked by a batch job.");
            }
        }
        predicted.add(new Predicted(rows, outputs));
    }
}
