package dev.holdfast.monitoring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBAppender;
import org.springframework.jdbc.core.RowCallbackHandler;

/** A table of the log, and the columns of its Parquet files. */
final class LogTable {
    private static final LogTable PREDICTIONS = new LogTable(
            "monitoring.prediction",
            "predicted_at",
            "prediction_id, row_number",
            List.of(
                    new Column("predicted_at", Type.TIME),
                    new Column("prediction_id", Type.TEXT),
                    new Column("row_number", Type.WHOLE),
                    new Column("deployment", Type.TEXT),
                    new Column("release", Type.WHOLE),
                    new Column("model", Type.TEXT),
                    new Column("model_version", Type.WHOLE),
                    new Column("arm", Type.TEXT),
                    new Column("predicted_class", Type.TEXT),
                    new Column("predicted_number", Type.REAL),
                    new Column("features", Type.TEXT)));
    private static final LogTable FAILURES = new LogTable(
            "monitoring.failure",
            "failed_at",
            "id",
            List.of(
                    new Column("failed_at", Type.TIME),
                    new Column("id", Type.TEXT),
                    new Column("deployment", Type.TEXT),
                    new Column("release", Type.WHOLE),
                    new Column("model", Type.TEXT),
                    new Column("model_version", Type.WHOLE),
                    new Column("arm", Type.TEXT),
                    new Column("problem", Type.TEXT),
                    new Column("status", Type.WHOLE),
                    new Column("trace_id", Type.TEXT),
                    new Column("took_ms", Type.REAL)));

    /** Rows that are read from the database at once. */
    static final int FETCH = 5_000;

    private static final int ASK_EVERY = 1_024;

    private enum Type {
        /** Microseconds since 1970 on the way. */
        TIME("BIGINT"),
        TEXT("VARCHAR"),
        WHOLE("INTEGER"),
        REAL("DOUBLE");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    private record Column(String name, Type type) {}

    private final String table;
    private final String time;
    private final String order;
    private final List<Column> all;

    private LogTable(String table, String time, String order, List<Column> all) {
        this.table = table;
        this.time = time;
        this.order = order;
        this.all = all;
    }

    static LogTable of(LogKind kind) {
        return switch (kind) {
            case PREDICTIONS -> PREDICTIONS;
            case FAILURES -> FAILURES;
        };
    }

    String table() {
        return table;
    }

    /** For a deployment, from a time to before another. */
    String where() {
        return " WHERE deployment = ? AND " + time + " >= ? AND " + time + " < ?";
    }

    String select() {
        return "SELECT * FROM " + table + where() + " ORDER BY " + time + ", " + order;
    }

    /** The columns as DuckDB is told them. */
    String columns() {
        StringBuilder columns = new StringBuilder();
        for (Column column : all) {
            columns.append(columns.isEmpty() ? "" : ", ")
                    .append(column.name())
                    .append(' ')
                    .append(column.type().sql);
        }
        return columns.toString();
    }

    /** The columns of the file. */
    String result() {
        StringBuilder columns = new StringBuilder();
        for (Column column : all) {
            columns.append(columns.isEmpty() ? "" : ", ")
                    .append(
                            column.type() == Type.TIME
                                    ? "make_timestamptz(" + column.name() + ") AS " + column.name()
                                    : column.name());
        }
        return columns.toString();
    }

    Copy copyTo(DuckDBAppender appender, BooleanSupplier stopping) {
        return new Copy(appender, stopping);
    }

    /** Takes rows over, until the server stops. */
    final class Copy implements RowCallbackHandler, AutoCloseable {
        private final DuckDBAppender appender;
        private final BooleanSupplier stopping;
        private long rows;

        private Copy(DuckDBAppender appender, BooleanSupplier stopping) {
            this.appender = appender;
            this.stopping = stopping;
        }

        long rows() {
            return rows;
        }

        @Override
        public void processRow(ResultSet row) throws SQLException {
            if (rows % ASK_EVERY == 0 && stopping.getAsBoolean()) {
                throw new CancellationException("The server stops");
            }
            appender.beginRow();
            for (Column column : all) {
                append(row, column);
            }
            appender.endRow();
            rows++;
        }

        private void append(ResultSet row, Column column) throws SQLException {
            String name = column.name();
            if (row.getObject(name) == null) {
                appender.appendNull();
                return;
            }
            switch (column.type()) {
                case TIME ->
                    appender.append(ChronoUnit.MICROS.between(
                            Instant.EPOCH, row.getTimestamp(name).toInstant()));
                case TEXT -> appender.append(row.getString(name));
                case WHOLE -> appender.append(row.getInt(name));
                case REAL -> appender.append(row.getDouble(name));
            }
        }

        @Override
        public void close() throws SQLException {
            appender.close();
        }
    }
}
