package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Reads JSON Lines: one object on each line, the columns are the keys in the order they first occur. */
final class JsonTable {
    private static final int MAX_OBJECT_BYTES = 8_000_000;
    /** What DuckDB makes of keys that are equal but for their case, or empty. */
    private static final Pattern RENAMED = Pattern.compile(".*_\\d+|C\\d+");

    private final DuckDBConnection connection;
    private final ParquetWriter writer;
    private final int maxColumns;

    JsonTable(DuckDBConnection connection, ParquetWriter writer, int maxColumns) {
        this.connection = connection;
        this.writer = writer;
        this.maxColumns = maxColumns;
    }

    TableFile read(Path file) throws IOException, SQLException {
        try {
            String relation = "read_json(" + options(file) + ", records=true, sample_size=-1, maximum_depth=2)";
            List<Column> columns = TableReader.describe(connection, relation);
            List<String> names = columns.stream().map(Column::name).toList();
            ColumnNames.check(
                    names.stream().anyMatch(name -> RENAMED.matcher(name).matches()) ? keys(file) : names, maxColumns);
            List<TableFile.Field> fields = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                fields.add(new TableFile.Field(columns.get(i), "c" + i));
            }
            String select = fields.stream()
                    .map(field -> SqlText.identifier(field.column().name()) + " AS " + field.physicalName())
                    .collect(Collectors.joining(", "));
            ParquetWriter.Written written = writer.write("SELECT " + select + " FROM " + relation, columns.size());
            if (written.rows() == 0) {
                throw ProblemException.invalid("file", null, "has no rows; send at least one JSON object.");
            }
            return new TableFile(written.path(), fields);
        } catch (SQLException e) {
            DuckDbErrors.refuseOwnFailures(e);
            throw explain(file, e);
        }
    }

    /** The SQL that reads each line as it is, into the column {@code json}. */
    static String textRelation(Path file) {
        return "read_json_objects(" + options(file) + ")";
    }

    private static String options(Path file) {
        return SqlText.literal(file.toString())
                + ", format='newline_delimited', compression='none', hive_partitioning=false, maximum_object_size="
                + MAX_OBJECT_BYTES;
    }

    private List<String> keys(Path file) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT DISTINCT unnest(json_keys(json)) AS key FROM "
                        + textRelation(file) + " ORDER BY key")) {
            while (result.next()) {
                keys.add(result.getString(1));
            }
        }
        return keys;
    }

    private static ProblemException explain(Path file, SQLException e) throws IOException {
        Long line = firstLineWithoutObject(file);
        if (line != null && (DuckDbErrors.line(e) == 0 || line <= DuckDbErrors.line(e))) {
            return ProblemException.invalid(
                    "line " + line,
                    null,
                    "is not a JSON object; write one object {\"column\": value, …} on each line.");
        }
        long named = DuckDbErrors.line(e);
        return ProblemException.invalid(
                named > 0 ? "line " + named : "file", null, "is not valid JSON: " + DuckDbErrors.sentence(e));
    }

    private static @Nullable Long firstLineWithoutObject(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = line.strip();
                if (!text.isEmpty() && text.charAt(0) != '{' && text.charAt(0) != '\uFEFF') {
                    return number;
                }
            }
            return null;
        }
    }
}
