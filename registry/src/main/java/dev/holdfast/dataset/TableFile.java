package dev.holdfast.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as a Parquet file, whatever it was written as.
 *
 * @param path of the Parquet file
 * @param fields its columns in order
 */
record TableFile(Path path, List<Field> fields) {
    /**
     * One column.
     *
     * @param column as users know it
     * @param physicalName its name in the Parquet file
     */
    record Field(Column column, String physicalName) {
        String identifier() {
            return SqlText.identifier(physicalName);
        }

        /** The value as DOUBLE, as {@link ColumnType#isNumeric} describes it. */
        String asNumber() {
            return switch (column.type()) {
                case BOOLEAN -> "CAST(CAST(" + identifier() + " AS INTEGER) AS DOUBLE)";
                case INTEGER, FLOAT -> "CAST(" + identifier() + " AS DOUBLE)";
                // DuckDB's dates know infinities, which are no number of seconds.
                case DATE, TIMESTAMP ->
                    "CASE WHEN isfinite(" + identifier() + ") THEN CAST(epoch(" + identifier() + ") AS DOUBLE) END";
                case STRING, OTHER -> throw new IllegalArgumentException(column + " is not numeric");
            };
        }

        String asText() {
            return "CAST(" + identifier() + " AS VARCHAR)";
        }
    }

    TableFile {
        fields = List.copyOf(fields);
    }

    String relation() {
        return "read_parquet(" + SqlText.literal(path.toString()) + ")";
    }

    /** SQL that selects every column under the name that users know it by. */
    String columnsByName() {
        return fields.stream()
                .map(field -> field.identifier() + " AS "
                        + SqlText.identifier(field.column().name()))
                .collect(Collectors.joining(", "));
    }

    List<Column> columns() {
        return fields.stream().map(Field::column).toList();
    }

    /** What DuckDB calls {@code type}, in our words. */
    static ColumnType typeOf(String duckType) {
        if (duckType.endsWith("]")) {
            return ColumnType.OTHER;
        }
        int parenthesis = duckType.indexOf('(');
        String bare = parenthesis < 0 ? duckType : duckType.substring(0, parenthesis);
        return switch (bare) {
            case "BOOLEAN" -> ColumnType.BOOLEAN;
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "HUGEINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "UHUGEINT" -> ColumnType.INTEGER;
            case "FLOAT", "DOUBLE", "DECIMAL" -> ColumnType.FLOAT;
            case "VARCHAR", "UUID", "ENUM", "TIME", "TIME WITH TIME ZONE", "TIME_NS", "NULL", "\"NULL\"" ->
                ColumnType.STRING;
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE" ->
                ColumnType.TIMESTAMP;
            case "DATE" -> ColumnType.DATE;
            default -> ColumnType.OTHER;
        };
    }
}
