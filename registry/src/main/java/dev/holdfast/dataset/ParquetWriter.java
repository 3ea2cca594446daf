package dev.holdfast.dataset;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;

/** Writes the result of a query as Parquet in scratch space, in row groups that fit in memory. */
final class ParquetWriter {
    private static final int LARGEST_ROW_GROUP = 122_880;
    private static final int SMALLEST_ROW_GROUP = 2_048;
    private static final int VALUES_IN_ROW_GROUP = 1_250_000;

    private final DuckDBConnection connection;
    private final Path scratch;
    private int files;

    ParquetWriter(DuckDBConnection connection, Path scratch) {
        this.connection = connection;
        this.scratch = scratch;
    }

    /** A file and how many rows it has. */
    record Written(Path path, long rows) {}

    Written write(String select, int columns) throws SQLException {
        int rowGroup = Math.clamp(VALUES_IN_ROW_GROUP / columns, SMALLEST_ROW_GROUP, LARGEST_ROW_GROUP);
        try {
            return writeInRowGroups(select, rowGroup);
        } catch (SQLException e) {
            if (DuckDbErrors.isOutOfMemory(e) && rowGroup > SMALLEST_ROW_GROUP) {
                // Long texts: the same rows in smaller pieces.
                return writeInRowGroups(select, SMALLEST_ROW_GROUP);
            }
            throw e;
        }
    }

    private Written writeInRowGroups(String select, int rowsInGroup) throws SQLException {
        Path target = freshTarget();
        try (Statement statement = connection.createStatement()) {
            long rows = statement.executeLargeUpdate("COPY (" + select + ") TO " + SqlText.literal(target.toString())
                    + " (FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE " + rowsInGroup + ")");
            return new Written(target, rows);
        }
    }

    private Path freshTarget() {
        Path target;
        do {
            files++;
            target = scratch.resolve("table-" + files + ".parquet");
        } while (java.nio.file.Files.exists(target));
        return target;
    }
}
