package dev.holdfast.pipeline;

import dev.holdfast.dataset.DatasetFormat;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

/** Tables in files, by DuckDB. */
final class TableFiles {
    private TableFiles() {}

    /** Lets the same query over the same inputs write the same bytes: one thread adds numbers in one order only. */
    static void makeDeterministic(Statement statement) throws SQLException {
        statement.execute("SET threads = 1");
        statement.execute("SET preserve_insertion_order = true");
    }

    static String literal(Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** What is known about a Parquet file. */
    static Map<String, Object> facts(Statement statement, Path parquet, DatasetFormat format) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT sum(num_rows) FROM parquet_file_metadata(" + literal(parquet) + ")")) {
            row.next();
            return Map.of("format", format.name().toLowerCase(Locale.ROOT), "rows", row.getLong(1));
        }
    }
}
