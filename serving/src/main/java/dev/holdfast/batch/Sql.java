package dev.holdfast.batch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names and paths in DuckDB's SQL. */
final class Sql {
    private Sql() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String identifiers(Collection<String> names) {
        return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }

    static String literal(Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }
}
