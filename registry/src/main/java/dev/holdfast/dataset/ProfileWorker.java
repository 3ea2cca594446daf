package dev.holdfast.dataset;

import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** What profiling one column at a time takes: a connection, and room for numbers. */
final class ProfileWorker implements AutoCloseable {
    private final DuckDBConnection connection;
    private @Nullable SortBuffer buffer;

    ProfileWorker(DuckDBConnection connection) {
        this.connection = connection;
    }

    DuckDBConnection connection() {
        return connection;
    }

    /** An empty buffer of this capacity, which is the same for all columns of a table. */
    SortBuffer buffer(int capacity) {
        SortBuffer current = buffer;
        if (current == null || current.capacity() != capacity) {
            current = new SortBuffer(capacity);
            buffer = current;
        }
        current.clear();
        return current;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
