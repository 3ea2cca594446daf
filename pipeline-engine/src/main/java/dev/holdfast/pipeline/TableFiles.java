package dev.holdfast.pipeline;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;

/** Tables in files, by DuckDB. */
final class TableFiles {
    private TableFiles() {}

    /** Lets the same query over the same inputs write the same bytes: one thread adds numbers in one order only. */
    static void makeDeterministic(Statement statement) throws SQLException {
        statement.execute("SET threads = 1");
        statement.execute("SET preserve_insertion_order = true");
    }

    static String literal(Path file) {
        return literal(file.toString());
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
