package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** Reads columns of a table into arrays. */
final class TableColumns {
    private static final int MOST_SHARED_TEXTS = 10_000;

    private final DuckDBConnection connection;
    private final TableFile table;

    TableColumns(DuckDBConnection connection, TableFile table) {
        this.connection = connection;
        this.table = table;
    }

    ColumnarTable read(List<String> names) throws SQLException {
        List<TableFile.Field> fields = names.stream().map(this::field).toList();
        int rows = rows();
        List<Target> targets =
                fields.stream().map(field -> Target.of(field, rows)).toList();
        if (!fields.isEmpty()) {
            fill(fields, targets);
        }
        return new ColumnarTable(targets.stream().map(Target::finish).toList(), rows);
    }

    private void fill(List<TableFile.Field> fields, List<Target> targets) throws SQLException {
        String select = fields.stream()
                .map(field -> field.column().type().isNumeric() ? field.asNumber() : field.asText())
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + table.relation()));
        try (DuckDBPreparedStatement statement = connection.prepare(select);
                DuckDBChunkedResult result = statement.query()) {
            int offset = 0;
            while (result.nextChunk()) {
                DuckDBDataChunkReader chunk = result.chunk();
                for (int i = 0; i < targets.size(); i++) {
                    targets.get(i).accept(chunk.vector(i), offset);
                }
                offset += Math.toIntExact(chunk.rowCount());
            }
        }
    }

    private TableFile.Field field(String name) {
        TableFile.Field found = table.fields().stream()
                .filter(field -> field.column().name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "columns",
                        name,
                        "is not a column of this table; it has "
                                + table.columns().stream().map(Column::name).toList() + "."));
        if (found.column().type() == ColumnType.OTHER) {
            throw ProblemException.invalid(
                    "columns",
                    name,
                    "holds lists or structures, which can't be read as numbers or texts; leave it out.");
        }
        return found;
    }

    private int rows() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table.relation())) {
            result.next();
            long rows = result.getLong(1);
            if (rows > Integer.MAX_VALUE - 8) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE, "The table has " + rows + " rows, more than fit in memory at once.");
            }
            return (int) rows;
        }
    }

    /** A column that is being filled. */
    private sealed interface Target {
        static Target of(TableFile.Field field, int rows) {
            String name = field.column().name();
            return field.column().type().isNumeric() ? new Numbers(name, rows) : new Texts(name, rows);
        }

        void accept(DuckDBReadableVector vector, int offset);

        ColumnarTable.ColumnData finish();
    }

    private static final class Numbers implements Target {
        private final String name;
        private final double[] values;

        Numbers(String name, int rows) {
            this.name = name;
            this.values = new double[rows];
        }

        @Override
        public void accept(DuckDBReadableVector vector, int offset) {
            int rows = Math.toIntExact(vector.rowCount());
            for (int row = 0; row < rows; row++) {
                values[offset + row] = vector.getDouble(row, Double.NaN);
            }
        }

        @Override
        public ColumnarTable.ColumnData finish() {
            return new ColumnarTable.Numeric(name, values);
        }
    }

    private static final class Texts implements Target {
        private final String name;
        private final @Nullable String[] values;
        /** Categories repeat: equal texts share one object. */
        private final Map<String, String> shared = new HashMap<>();

        Texts(String name, int rows) {
            this.name = name;
            this.values = new String[rows];
        }

        @Override
        public void accept(DuckDBReadableVector vector, int offset) {
            int rows = Math.toIntExact(vector.rowCount());
            for (int row = 0; row < rows; row++) {
                if (!vector.isNull(row)) {
                    String value = vector.getString(row);
                    String known = shared.get(value);
                    if (known == null && shared.size() < MOST_SHARED_TEXTS) {
                        shared.put(value, value);
                    }
                    values[offset + row] = known == null ? value : known;
                }
            }
        }

        @Override
        public ColumnarTable.ColumnData finish() {
            return new ColumnarTable.Text(name, values);
        }
    }
}
