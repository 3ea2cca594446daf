package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** Turns a file of any format into a {@link TableFile}; whatever is wrong with the file is a problem. */
final class TableReader {
    private final DuckDBConnection connection;
    private final Path scratch;
    private final int maxColumns;

    TableReader(DuckDBConnection connection, Path scratch, int maxColumns) {
        this.connection = connection;
        this.scratch = scratch;
        this.maxColumns = maxColumns;
    }

    TableFile read(Path file, DatasetFormat format) throws SQLException {
        try {
            if (Files.size(file) == 0) {
                throw ProblemException.invalid("file", null, "is empty; send at least one row.");
            }
            ParquetWriter writer = new ParquetWriter(connection, scratch);
            return switch (format) {
                case CSV -> new CsvTable(connection, writer, maxColumns).read(file);
                case JSON_LINES -> new JsonTable(connection, writer, maxColumns).read(file);
                case PARQUET -> parquet(file);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("A dataset's file can't be read", e);
        }
    }

    private TableFile parquet(Path file) {
        String path = SqlText.literal(file.toString());
        try {
            ColumnNames.check(topLevelNames(path), maxColumns);
            List<TableFile.Field> fields = describe(connection, "read_parquet(" + path + ")").stream()
                    .map(column -> new TableFile.Field(column, column.name()))
                    .toList();
            if (count("SELECT count(*) FROM read_parquet(" + path + ")") == 0) {
                throw ProblemException.invalid("file", null, "has no rows; send at least one.");
            }
            return new TableFile(file, fields);
        } catch (SQLException e) {
            DuckDbErrors.refuseOwnFailures(e);
            throw ProblemException.invalid("file", null, "is not a readable Parquet file: " + DuckDbErrors.sentence(e));
        }
    }

    /** Names as the file has them: DuckDB would tell equal ones apart by a suffix. */
    private List<String> topLevelNames(String path) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet schema = statement.executeQuery(
                        "SELECT name, coalesce(num_children, 0) FROM parquet_schema(" + path + ")")) {
            // The schema comes depth first; the first element is the root.
            long insideNested = 0;
            boolean root = true;
            while (schema.next()) {
                long children = schema.getLong(2);
                if (root) {
                    root = false;
                } else if (insideNested > 0) {
                    insideNested += children - 1;
                } else {
                    names.add(schema.getString(1));
                    insideNested = children;
                }
            }
        }
        return names;
    }

    /** The columns of a relation as DuckDB names and types them. */
    static List<Column> describe(DuckDBConnection connection, String relation) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
            while (described.next()) {
                columns.add(new Column(described.getString(1), TableFile.typeOf(described.getString(2))));
            }
        }
        return columns;
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
