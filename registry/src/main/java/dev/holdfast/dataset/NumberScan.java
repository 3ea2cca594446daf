package dev.holdfast.dataset;

import java.sql.SQLException;
import java.util.function.DoubleConsumer;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/** One pass over a numeric column in the order of the file: hands out the finite values and counts the others. */
final class NumberScan {
    private long nulls;
    private long nans;
    private long positiveInfinities;
    private long negativeInfinities;

    void run(DuckDBConnection connection, TableFile table, TableFile.Field field, DoubleConsumer finite)
            throws SQLException {
        nulls = 0;
        nans = 0;
        positiveInfinities = 0;
        negativeInfinities = 0;
        try (DuckDBPreparedStatement statement =
                        connection.prepare("SELECT " + field.asNumber() + " FROM " + table.relation());
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                DuckDBReadableVector vector = result.chunk().vector(0);
                long rows = vector.rowCount();
                for (long row = 0; row < rows; row++) {
                    if (vector.isNull(row)) {
                        nulls++;
                    } else {
                        accept(vector.getDouble(row), finite);
                    }
                }
            }
        }
    }

    private void accept(double value, DoubleConsumer finite) {
        if (Double.isFinite(value)) {
            // Makes -0.0 the same as 0.0.
            finite.accept(value + 0.0);
        } else {
            count(false, value, 1);
        }
    }

    /** Counts what a query has found grouped already. */
    void count(boolean missing, double notFinite, long times) {
        if (missing) {
            nulls += times;
        } else if (Double.isNaN(notFinite)) {
            nans += times;
        } else if (notFinite > 0) {
            positiveInfinities += times;
        } else {
            negativeInfinities += times;
        }
    }

    long nulls() {
        return nulls;
    }

    long nans() {
        return nans;
    }

    long positiveInfinities() {
        return positiveInfinities;
    }

    long negativeInfinities() {
        return negativeInfinities;
    }

    int distinctInfinities() {
        return (positiveInfinities > 0 ? 1 : 0) + (negativeInfinities > 0 ? 1 : 0);
    }
}
