package dev.holdfast.dataset;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads the first rows of a version's file, and no more of it than that. */
final class TablePreview {
    private final DuckDBConnection connection;
    private final JsonMapper mapper;

    TablePreview(DuckDBConnection connection, JsonMapper mapper) {
        this.connection = connection;
        this.mapper = mapper;
    }

    List<Map<String, Object>> read(Path file, DatasetVersion version, int most) throws IOException, SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select(file, version) + " LIMIT " + most)) {
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                List<Column> columns = version.columns();
                Map<?, ?> object = version.format() == DatasetFormat.JSON_LINES
                        ? mapper.readValue(result.getString(1), Map.class)
                        : Map.of();
                for (int i = 0; i < columns.size(); i++) {
                    Column column = columns.get(i);
                    Object value = version.format() == DatasetFormat.JSON_LINES
                            ? object.get(column.name())
                            : value(result.getString(i + 1), column.type());
                    if (value != null) {
                        row.put(column.name(), value);
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String select(Path file, DatasetVersion version) throws IOException {
        return switch (version.format()) {
            case JSON_LINES -> "SELECT json FROM " + JsonTable.textRelation(file);
            case PARQUET ->
                version.columns().stream()
                        .map(column -> column.type() == ColumnType.OTHER
                                ? "CAST(to_json(" + SqlText.identifier(column.name()) + ") AS VARCHAR)"
                                : "CAST(" + SqlText.identifier(column.name()) + " AS VARCHAR)")
                        .collect(Collectors.joining(
                                ", ", "SELECT ", " FROM read_parquet(" + SqlText.literal(file.toString()) + ")"));
            case CSV -> {
                CsvHeader header = CsvHeader.read(file);
                yield IntStream.range(0, version.columns().size())
                        .mapToObj(i -> csvText("c" + i, version.columns().get(i).type(), header))
                        .collect(Collectors.joining(", ", "SELECT ", " FROM " + CsvTable.textRelation(file, header)));
            }
        };
    }

    private static String csvText(String name, ColumnType type, CsvHeader header) {
        return switch (type) {
            case BOOLEAN -> "CAST(TRY_CAST(" + name + " AS BOOLEAN) AS VARCHAR)";
            case FLOAT ->
                "CAST(TRY_CAST("
                        + (header.delimiter() == ';' ? "replace(" + name + ", ',', '.')" : name)
                        + " AS DOUBLE) AS VARCHAR)";
            case INTEGER, STRING, TIMESTAMP, DATE, OTHER -> type == ColumnType.INTEGER ? "trim(" + name + ")" : name;
        };
    }

    private @Nullable Object value(@Nullable String text, ColumnType type) {
        if (text == null) {
            return null;
        }
        return switch (type) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INTEGER -> new BigInteger(text.startsWith("+") ? text.substring(1) : text);
            case FLOAT -> number(text);
            case STRING, TIMESTAMP, DATE -> text;
            case OTHER -> mapper.readValue(text, Object.class);
        };
    }

    /** A number, or the text where JSON has no number for it. */
    private static Object number(String text) {
        return switch (text) {
            case "nan", "inf", "-inf" -> text;
            default -> Double.valueOf(text);
        };
    }
}
