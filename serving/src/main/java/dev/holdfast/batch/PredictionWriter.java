package dev.holdfast.batch;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.runtime.Tensor;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Writes predictions beside the rows of a chunk: one row for each of them, whether it was predicted or not. */
final class PredictionWriter implements AutoCloseable {
    static final String TABLE = "predicted";
    /** The column that says whether the row is to be in the output. */
    static final String KEPT = "kept";

    private final List<PredictedColumn> columns;
    private final OnRowError policy;
    private final Connection connection;
    private final DuckDBAppender appender;
    private long kept;

    PredictionWriter(Connection connection, List<PredictedColumn> columns, OnRowError policy) throws SQLException {
        this.columns = columns;
        this.policy = policy;
        this.connection = connection;
        // Each vector would be a transaction of its own.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE " + TABLE + " (" + KEPT + " BOOLEAN"
                    + columns.stream()
                            .map(column -> ", " + Sql.identifier(column.name()) + " " + column.sqlType())
                            .collect(Collectors.joining())
                    + ")");
        }
        this.appender = connection.unwrap(DuckDBConnection.class).createAppender(TABLE);
    }

    /** Rows that will be in the output. */
    long kept() {
        return kept;
    }

    /**
     * Writes a vector.
     *
     * @param count its rows
     * @param predicted in the order of the rows
     */
    void write(int count, List<VectorPredictor.Predicted> predicted) throws SQLException {
        int row = 0;
        for (VectorPredictor.Predicted part : predicted) {
            @Nullable Tensor[] tensors = tensors(part.outputs());
            for (int i = 0; i < part.rows().length; i++) {
                for (; row < part.rows()[i]; row++) {
                    failed();
                }
                predicted(tensors, i);
                row++;
            }
        }
        for (; row < count; row++) {
            failed();
        }
    }

    private @Nullable Tensor[] tensors(Map<String, Tensor> outputs) {
        @Nullable Tensor[] tensors = new Tensor[columns.size()];
        for (int i = 0; i < tensors.length; i++) {
            tensors[i] = outputs.get(columns.get(i).output());
        }
        return tensors;
    }

    private void predicted(@Nullable Tensor[] tensors, int row) throws SQLException {
        appender.beginRow();
        appender.append(true);
        for (int i = 0; i < tensors.length; i++) {
            Tensor tensor = tensors[i];
            PredictedColumn column = columns.get(i);
            if (tensor == null || column.element() >= tensor.rowElements()) {
                throw ProblemException.invalid(
                        "release",
                        null,
                        "serves a model that gives fewer values of \"" + column.output()
                                + "\" for some rows than for others.");
            }
            append(column, tensor, row * tensor.rowElements() + column.element());
        }
        appender.endRow();
        kept++;
    }

    private void append(PredictedColumn column, Tensor tensor, int index) throws SQLException {
        switch (column.type()) {
            case BOOL -> appender.append(tensor.longAt(index) != 0);
            case INT8, UINT8, INT16, UINT16, INT32 -> appender.append((int) tensor.longAt(index));
            case UINT32, INT64 -> appender.append(tensor.longAt(index));
            case UINT64 -> appender.append(new BigDecimal(tensor.textAt(index)));
            case FP16, FP32 -> appender.append((float) tensor.doubleAt(index));
            case FP64 -> appender.append(tensor.doubleAt(index));
            case BYTES -> appender.append(tensor.texts()[index]);
        }
    }

    private void failed() throws SQLException {
        boolean keep = policy == OnRowError.NULL;
        appender.beginRow();
        appender.append(keep);
        for (int i = 0; i < columns.size(); i++) {
            appender.appendNull();
        }
        appender.endRow();
        kept += keep ? 1 : 0;
    }

    @Override
    public void close() throws SQLException {
        try {
            appender.close();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
