package dev.holdfast.batch;

import dev.holdfast.background.Cancellation;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * The tables of an attempt in a DuckDB of its own: the dataset, the chunk at hand, its predictions. One thread does everything, so that the
 * same rows always make the same bytes.
 */
final class BatchTables implements AutoCloseable {
    private static final String SOURCE = "source";
    private static final String CHUNK = "chunk";

    private final Connection connection;
    /** A result that is being read ends with the next statement of its connection: what is written meanwhile goes by this one. */
    private final Connection writing;

    private final Cancellation cancellation;

    private BatchTables(Connection connection, Connection writing, Cancellation cancellation) {
        this.connection = connection;
        this.writing = writing;
        this.cancellation = cancellation;
    }

    /** @param scratch an existing directory that outlives this */
    static BatchTables open(DuckDb duckDb, Path file, DatasetFormat format, Path scratch, Cancellation cancellation)
            throws SQLException {
        Connection connection = duckDb.open(scratch);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET preserve_insertion_order = true");
            duckDb.attachPieces(connection, SOURCE, file, format, scratch);
            return new BatchTables(
                    connection, connection.unwrap(DuckDBConnection.class).duplicate(), cancellation);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Connection writing() {
        return writing;
    }

    /** Takes rows of the dataset, from number {@code first} to before {@code past}, for the chunk at hand. */
    void load(Collection<String> columns, long first, long past) throws SQLException {
        execute("CREATE OR REPLACE TABLE " + CHUNK + " AS SELECT " + Sql.identifiers(columns) + " FROM " + SOURCE + "("
                + first + ", " + past + ")");
    }

    /** What DuckDB calls the types of the chunk's columns. */
    Map<String, String> types() throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE " + CHUNK)) {
            while (described.next()) {
                types.put(described.getString(1), described.getString(2));
            }
        }
        return types;
    }

    /** What is done with the chunk's values, vector by vector. */
    interface Vectors {
        void accept(org.duckdb.DuckDBDataChunkReader vector) throws SQLException;
    }

    /** Reads expressions over the chunk's columns, rows in the order of the dataset. */
    void read(List<String> expressions, Vectors vectors) throws SQLException {
        try (DuckDBPreparedStatement statement = connection
                        .unwrap(DuckDBConnection.class)
                        .prepare("SELECT " + String.join(", ", expressions) + " FROM " + CHUNK);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                vectors.accept(result.chunk());
            }
        }
    }

    /** Writes the chunk's kept rows with their predictions as a Parquet file. */
    void write(OutputColumns columns, Path target) throws SQLException {
        String carried = columns.carried().stream()
                .map(name -> "c." + Sql.identifier(name) + ", ")
                .collect(Collectors.joining());
        String predicted = columns.predicted().stream()
                .map(column -> "p." + Sql.identifier(column.name()))
                .collect(Collectors.joining(", "));
        execute("COPY (SELECT " + carried + predicted + " FROM " + CHUNK + " c POSITIONAL JOIN "
                + PredictionWriter.TABLE + " p WHERE p." + PredictionWriter.KEPT + ") TO " + Sql.literal(target)
                // Packed lightly: it is read once, and written anew for the output.
                + " (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE " + columns.rowsInGroup() + ")");
    }

    /** Writes the rows of Parquet files, one after the other, as one. */
    void join(List<Path> parts, Path target, int rowsInGroup) throws SQLException {
        execute("COPY (SELECT * FROM read_parquet(["
                + parts.stream().map(Sql::literal).collect(Collectors.joining(", ")) + "])) TO " + Sql.literal(target)
                + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + rowsInGroup + ")");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                Cancellation.Registration _ = cancellation.interrupts(statement)) {
            statement.execute(sql);
        } catch (SQLException e) {
            cancellation.check();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        writing.close();
        connection.close();
    }
}
