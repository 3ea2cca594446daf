package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.BlobStore;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.duckdb.DuckDBConnection;
import org.springframework.stereotype.Component;

/**
 * Opens embedded DuckDB databases that are bounded in memory and never reach the network. For SQL that a user wrote:
 * {@link #open}, {@link #attach} each input, {@link #lock}, then {@link #export} what they ask for.
 */
@Component
public class DuckDb {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    /** Each may take the whole memory limit. */
    private static final int OPERATIONS_AT_ONCE = 2;
    /** What DuckDB calls the number of a row in a Parquet file. */
    private static final String ROW_NUMBER = "file_row_number";

    private final DatasetSettings settings;
    private final BlobStore blobs;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            OPERATIONS_AT_ONCE, Thread.ofPlatform().name("dataset-", 0).factory());

    DuckDb(DatasetSettings settings, BlobStore blobs) {
        this.settings = settings;
        this.blobs = blobs;
    }

    /**
     * An empty in-memory database of its own, which spills to {@code scratch} and installs no extensions. Its results are streamed: one
     * open result for each connection.
     *
     * @param scratch an existing directory
     */
    public Connection open(Path scratch) throws SQLException {
        return connect(scratch);
    }

    /**
     * Makes the file's rows readable as the view {@code view}, with the columns and types that a dataset version of it has. Call before
     * {@link #lock}.
     *
     * @param scratch an existing directory that outlives the connection: text files are turned into Parquet there
     * @throws ProblemException if the file is not a valid table
     */
    public void attach(Connection connection, String view, Path file, DatasetFormat format, Path scratch)
            throws SQLException {
        TableFile table = read(connection, file, format, scratch);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW " + SqlText.identifier(view) + " AS SELECT " + table.columnsByName()
                    + " FROM " + table.relation());
            // The lock lets only the named paths through; they are collected here.
            statement.execute("CREATE TEMP TABLE IF NOT EXISTS attached_files(path VARCHAR)");
            statement.execute("INSERT INTO temp.attached_files VALUES ("
                    + SqlText.literal(table.path().toString()) + ")");
        }
    }

    /**
     * Makes the file's rows readable in pieces, as {@code name(first, past)}: the rows from number {@code first} to before {@code past},
     * counted from 0 in the order of the file, with the columns and types that a dataset version of it has. What lies before a piece is not
     * read for it.
     *
     * @param scratch an existing directory that outlives the connection: text files are turned into Parquet there
     * @throws ProblemException if the file is not a valid table
     */
    public void attachPieces(Connection connection, String name, Path file, DatasetFormat format, Path scratch)
            throws SQLException {
        TableFile table = read(connection, file, format, scratch);
        // A file may have a column of this name, and then it has no numbers for its rows.
        boolean numbered =
                table.fields().stream().noneMatch(field -> field.physicalName().equalsIgnoreCase(ROW_NUMBER));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP MACRO " + SqlText.identifier(name) + "(first_row, past_row) AS TABLE SELECT "
                    + table.columnsByName() + " FROM " + table.relation()
                    + (numbered
                            ? " WHERE " + ROW_NUMBER + " >= first_row AND " + ROW_NUMBER + " < past_row"
                            : " LIMIT past_row - first_row OFFSET first_row"));
        }
    }

    private TableFile read(Connection connection, Path file, DatasetFormat format, Path scratch) throws SQLException {
        return new TableReader(connection.unwrap(DuckDBConnection.class), scratch, settings.maxColumns())
                .read(file, format);
    }

    /**
     * Takes away everything that SQL of a user must not reach: from now on the connection reads the attached files only, writes only
     * below {@code output}, and its settings can't be changed.
     *
     * @param output an existing directory
     */
    public void lock(Connection connection, Path output) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE IF NOT EXISTS attached_files(path VARCHAR)");
            StringBuilder paths = new StringBuilder();
            try (ResultSet attached = statement.executeQuery("SELECT path FROM temp.attached_files")) {
                while (attached.next()) {
                    paths.append(paths.isEmpty() ? "" : ", ").append(SqlText.literal(attached.getString(1)));
                }
            }
            statement.execute("DROP TABLE temp.attached_files");
            statement.execute("SET allowed_paths=[" + paths + "]");
            statement.execute("SET allowed_directories=[" + SqlText.literal(output.toString()) + "]");
            statement.execute("SET enable_external_access=false");
            statement.execute("SET lock_configuration=true");
        }
    }

    /**
     * Writes what one SELECT statement finds as a Parquet file.
     *
     * @param field what the statement is called where it is wrong, for example {@code steps[0].outputs.clean}
     * @param target below the directory that {@link #lock} left writable
     * @return the number of rows
     * @throws ProblemException if the statement is not one valid SELECT, or fails
     */
    public long export(Connection connection, String field, String select, Path target) {
        try (Statement statement = connection.createStatement()) {
            // query() takes one SELECT and nothing else.
            return statement.executeLargeUpdate("COPY (SELECT * FROM query(" + SqlText.literal(select) + ")) TO "
                    + SqlText.literal(target.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            throw ProblemException.invalid(field, select, DuckDbErrors.sentence(e));
        }
    }

    /** One operation of our own, on a thread that may stay in native code without holding up others. */
    <T> T inWorkspace(Operation<T> operation) {
        Future<T> future = threads.submit(() -> {
            try (Workspace workspace = workspace()) {
                return operation.run(workspace);
            }
        });
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The server is stopping; try again.", RETRY_AFTER);
        }
    }

    /** As {@link #inWorkspace}, on the caller's own platform thread, and with its priority, which threads that are begun meanwhile have too. */
    <T> T inWorkspaceHere(Operation<T> operation) {
        try (Workspace workspace = workspace()) {
            return operation.run(workspace);
        } catch (SQLException | IOException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case SQLException failure -> new IllegalStateException("DuckDB failed", failure);
            case IOException failure -> new UncheckedIOException("DuckDB's files failed", failure);
            default -> new IllegalStateException("DuckDB failed", cause);
        };
    }

    /** What is done with a database that exists for it alone. */
    interface Operation<T> {
        T run(Workspace workspace) throws SQLException, IOException;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private Workspace workspace() throws IOException, SQLException {
        Path directory = Files.createDirectories(blobs.newScratchFile(".duckdb"));
        try {
            return new Workspace(directory, connect(directory));
        } catch (SQLException e) {
            Workspace.deleteDirectory(directory);
            throw e;
        }
    }

    private DuckDBConnection connect(Path scratch) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("memory_limit", settings.duckdbMemory().toMegabytes() + "MB");
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("temp_directory", scratch.resolve("spill").toString());
        properties.setProperty(
                "extension_directory", scratch.resolve("extensions").toString());
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("allow_community_extensions", "false");
        properties.setProperty("allow_persistent_secrets", "false");
        DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            // A file is read once for each of its columns, and what its footer says grows with their number.
            statement.execute("SET parquet_metadata_cache=true");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
