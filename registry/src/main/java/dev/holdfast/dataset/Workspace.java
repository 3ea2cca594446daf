package dev.holdfast.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A DuckDB database for one operation, and a directory for its files; both are gone when this is closed. */
final class Workspace implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workspace.class);

    private final Path directory;
    private final DuckDBConnection connection;

    Workspace(Path directory, DuckDBConnection connection) {
        this.directory = directory;
        this.connection = connection;
    }

    Path directory() {
        return directory;
    }

    DuckDBConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("A DuckDB database did not close: {}", e.toString());
        }
        deleteDirectory(directory);
    }

    static void deleteDirectory(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // The start of the server clears scratch space.
            log.warn("Scratch files are left behind: {}", e.toString());
        }
    }
}
