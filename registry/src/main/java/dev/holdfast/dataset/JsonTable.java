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
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON Lines: one object on each line, the columns are the keys in the order they first occur. */
final class JsonTable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MAX_OBJECT_BYTES = 8_000_000;
    /** What DuckDB makes of keys that are equal but for their case, or empty. */
    private static final Pattern RENAMED = Pattern.compile(".*_\\d+|C\\d+");

    /** Where the parser's message turns to its own possibilities. */
    private static final Pattern ENOUGH = Pattern.compile("\\R|: was expecting");

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
                + ", format='newline_delimited', compression='uncompressed', hive_partitioning=false, maximum_object_size="
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

    /** DuckDB knows what is wrong, and miscounts where: the lines are read again until one is no object. */
    private static ProblemException explain(Path file, SQLException e) throws IOException {
        JsonMapper strict = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        long number = 0;
        boolean hasKeys = false;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!text.isBlank()) {
                    JsonNode node = strict.readTree(text);
                    if (!node.isObject()) {
                        return ProblemException.invalid(
                                "line " + number,
                                null,
                                "is not a JSON object; write one object {\"column\": value, …} on each line.");
                    }
                    hasKeys |= !node.isEmpty();
                }
            }
        } catch (JacksonException wrong) {
            int column = wrong.getLocation() == null ? 0 : wrong.getLocation().getColumnNr();
            return ProblemException.invalid(
                    "line " + number,
                    null,
                    "is not valid JSON" + (column > 0 ? " at column " + column : "") + ": "
                            + firstSentence(wrong.getOriginalMessage())
                            + "; write one whole object on each line.");
        }
        return ProblemException.invalid(
                "file",
                null,
                hasKeys
                        ? "can't be read as JSON Lines: " + DuckDbErrors.sentence(e)
                        : "has no rows; send at least one JSON object with a value.");
    }

    private static String firstSentence(String message) {
        if (message.startsWith("Trailing token")) {
            return "there is more after the object";
        }
        if (message.startsWith("Unexpected end-of-input")) {
            return "the object is not complete";
        }
        return ENOUGH.split(message, 2)[0];
    }
}
