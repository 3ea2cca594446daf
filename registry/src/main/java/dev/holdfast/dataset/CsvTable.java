package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/**
 * Reads CSV. The types come from the whole file: those found in the first rows are kept only if every later value fits them, otherwise
 * all rows are looked at.
 */
final class CsvTable {
    private static final int WHOLE_FILE = -1;
    private static final int FIRST_ROWS = 20_480;
    private static final long SMALL_FILE_BYTES = 32L << 20;
    private static final int VALUES_TO_LOOK_AT = 100;
    /** Holds some of the longest lines; several are in memory at once. */
    private static final int BUFFER_BYTES = 32 << 20;
    /** A number as people write it; a leading zero makes a code (postal, article), which stays a text. */
    private static final String NUMBER =
            "'(?i)\\s*[+-]?((0|[1-9]\\d*)(\\.\\d*)?(e[+-]?\\d+)?|\\.\\d+(e[+-]?\\d+)?|inf|infinity|nan)\\s*'";

    private static final String DECIMAL_COMMA = "'\\s*[+-]?(0|[1-9]\\d*)(,\\d+)?\\s*'";

    private final DuckDBConnection connection;
    private final ParquetWriter writer;
    private final int maxColumns;

    CsvTable(DuckDBConnection connection, ParquetWriter writer, int maxColumns) {
        this.connection = connection;
        this.writer = writer;
        this.maxColumns = maxColumns;
    }

    TableFile read(Path file) throws IOException, SQLException {
        CsvHeader header = CsvHeader.read(file);
        ColumnNames.check(header.names(), maxColumns);
        // Threads that begin in the middle of a file take lines inside of quotes for rows, and not always notice.
        boolean parallel = !CsvBreaks.betweenQuotes(file);
        int sample = Files.size(file) <= SMALL_FILE_BYTES ? WHOLE_FILE : FIRST_ROWS;
        try {
            if (sample != WHOLE_FILE) {
                try {
                    return retype(load(file, header, sample, parallel), header, true);
                } catch (TypesDiffer e) {
                    sample = WHOLE_FILE;
                } catch (SQLException e) {
                    if (!String.valueOf(e.getMessage()).contains("Conversion Error")) {
                        throw e;
                    }
                    sample = WHOLE_FILE;
                }
            }
            return retype(load(file, header, sample, parallel), header, false);
        } catch (SQLException e) {
            DuckDbErrors.refuseOwnFailures(e);
            throw CsvFaults.find(file, header).orElseGet(() -> unexplained(e));
        } catch (TypesDiffer e) {
            throw new IllegalStateException("Types of a whole file can't differ from themselves", e);
        }
    }

    /** The SQL that reads the file with every column as text, for looking at its first rows. */
    static String textRelation(Path file, CsvHeader header) {
        return relation(file, header, "all_varchar=true, parallel=false");
    }

    private TableFile load(Path file, CsvHeader header, int sample, boolean parallel) throws SQLException {
        String types = "sample_size=" + sample + ", parallel=" + parallel
                + ", auto_type_candidates=['BIGINT','DOUBLE','DATE','TIMESTAMP','TIMESTAMPTZ','VARCHAR']";
        ParquetWriter.Written written = writer.write(
                "SELECT * FROM " + relation(file, header, types), header.names().size());
        if (written.rows() == 0) {
            throw ProblemException.invalid(
                    "file", null, "has a header line and no rows; send at least one row of values.");
        }
        return table(written.path(), header);
    }

    private static String relation(Path file, CsvHeader header, String options) {
        String names = IntStream.range(0, header.names().size())
                .mapToObj(i -> SqlText.literal(physicalName(i)))
                .collect(Collectors.joining(","));
        return "read_csv(" + SqlText.literal(file.toString()) + ", header=true, skip=0, delim="
                + SqlText.literal(String.valueOf(header.delimiter()))
                + ", quote='\"', escape='\"', comment='', encoding='utf-8', compression='none', hive_partitioning=false,"
                + " nullstr=['', 'NA', 'N/A', 'null', 'NULL'], null_padding=false, ignore_errors=false, strict_mode=true,"
                + " max_line_size=" + CsvFaults.MAX_LINE_BYTES + ", buffer_size=" + BUFFER_BYTES + ", names=[" + names
                + "], " + options + ")";
    }

    private TableFile table(Path parquet, CsvHeader header) throws SQLException {
        List<Column> described =
                TableReader.describe(connection, "read_parquet(" + SqlText.literal(parquet.toString()) + ")");
        List<TableFile.Field> fields = new ArrayList<>();
        for (int i = 0; i < described.size(); i++) {
            fields.add(new TableFile.Field(
                    new Column(header.names().get(i), described.get(i).type()), physicalName(i)));
        }
        return new TableFile(parquet, fields);
    }

    /**
     * Some texts are something else after all: numbers with infinities, or with a decimal comma where semicolons separate the
     * fields, and truths. Only true and false are truths: who writes yes and no wants to see yes and no again, as a label or
     * as the input of a model.
     */
    private TableFile retype(TableFile table, CsvHeader header, boolean sampled) throws SQLException, TypesDiffer {
        boolean comma = header.delimiter() == ';';
        List<String> select = new ArrayList<>();
        boolean changed = false;
        for (TableFile.Field field : table.fields()) {
            String name = field.identifier();
            String expression = name;
            if (field.column().type() == ColumnType.STRING) {
                if (sampled && (isEvery(table, name, number(name)) || isEvery(table, name, time(name)))) {
                    throw new TypesDiffer();
                }
                if (isEvery(table, name, number(name))) {
                    expression = "CAST(" + name + " AS DOUBLE) AS " + name;
                } else if (comma && isEvery(table, name, "regexp_full_match(" + name + ", " + DECIMAL_COMMA + ")")) {
                    expression = "CAST(replace(" + name + ", ',', '.') AS DOUBLE) AS " + name;
                } else if (isEvery(table, name, truth(name))) {
                    expression = "CAST(" + name + " AS BOOLEAN) AS " + name;
                }
                changed |= !expression.equals(name);
            }
            select.add(expression);
        }
        if (!changed) {
            return table;
        }
        ParquetWriter.Written written =
                writer.write("SELECT " + String.join(", ", select) + " FROM " + table.relation(), select.size());
        return table(written.path(), header);
    }

    private static String number(String name) {
        return "(regexp_full_match(" + name + ", " + NUMBER + ") AND TRY_CAST(" + name + " AS DOUBLE) IS NOT NULL)";
    }

    private static String time(String name) {
        return "TRY_CAST(" + name + " AS TIMESTAMPTZ) IS NOT NULL";
    }

    private static String truth(String name) {
        return "lower(" + name + ") IN ('true', 'false')";
    }

    /** Whether there are values and each fulfils the condition; the first few answer for most columns. */
    private boolean isEvery(TableFile table, String name, String condition) throws SQLException {
        String values = " FROM (SELECT " + name + " FROM " + table.relation() + " WHERE " + name + " IS NOT NULL";
        return isTrue("SELECT coalesce(bool_and(" + condition + "), false)" + values + " LIMIT " + VALUES_TO_LOOK_AT
                        + ")")
                && isTrue("SELECT coalesce(bool_and(" + condition + "), false)" + values + ")");
    }

    private boolean isTrue(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getBoolean(1);
        }
    }

    private static ProblemException unexplained(SQLException e) {
        long line = DuckDbErrors.line(e);
        return ProblemException.invalid(
                line > 0 ? "line " + line : "file", null, "can't be read as CSV: " + DuckDbErrors.sentence(e));
    }

    private static String physicalName(int index) {
        return "c" + index;
    }

    /** The first rows suggested a type for a column that the whole file does not bear out. */
    private static final class TypesDiffer extends Exception {}
}
