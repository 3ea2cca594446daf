package dev.holdfast.batch;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of the output.
 *
 * @param carried from the dataset, first
 * @param predicted behind them
 */
record OutputColumns(List<String> carried, List<PredictedColumn> predicted) {
    private static final int SMALLEST_ROW_GROUP = 2_048;
    private static final int LARGEST_ROW_GROUP = 122_880;
    private static final int VALUES_IN_ROW_GROUP = 1_250_000;

    /**
     * The columns, if they can be those of one dataset version.
     *
     * @throws ProblemException 422 where two have the same name, or there are more than a dataset may have
     */
    static OutputColumns of(
            ModelVersion version, List<Integer> widths, String prefix, List<String> carried, int maxColumns) {
        List<PredictedColumn> predicted = PredictedColumns.of(version, widths, prefix);
        Set<String> taken = new HashSet<>();
        carried.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        for (PredictedColumn column : predicted) {
            if (!taken.add(column.name().toLowerCase(Locale.ROOT))) {
                throw ProblemException.invalid(
                        "prefix",
                        prefix,
                        "makes a prediction's column " + column.name()
                                + ", and there is one of that name already (names may not differ in case alone); choose"
                                + " another prefix, or leave the other out of columns.");
            }
        }
        if (carried.size() + predicted.size() > maxColumns) {
            throw ProblemException.invalid(
                    "columns",
                    carried.size(),
                    "are, with " + predicted.size() + " columns of predictions, more than the " + maxColumns
                            + " that a dataset may have; name fewer.");
        }
        return new OutputColumns(carried, predicted);
    }

    /** Rows in a piece of the file that is held in memory while it is written. */
    int rowsInGroup() {
        return Math.clamp(
                VALUES_IN_ROW_GROUP / Math.max(1, carried.size() + predicted.size()),
                SMALLEST_ROW_GROUP,
                LARGEST_ROW_GROUP);
    }
}
