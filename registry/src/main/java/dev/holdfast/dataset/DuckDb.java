package dev.holdfast.dataset;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens embedded DuckDB databases that are bounded in memory and cannot reach the network. */
public class DuckDb {
    /**
     * An empty in-memory database of its own. It spills to {@code scratch}, installs no extensions, and may read the files named in
     * {@link #attach}.
     */
    public Connection open(Path scratch) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the file's rows readable as the view {@code view}, with the column names and types that a dataset version of it would have. Call before {@link #lock}.
     */
    public void attach(Connection connection, String view, Path file, DatasetFormat format) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes away everything that SQL of a user must not reach: after this the connection reads the attached files only, writes only under {@code output}, and its
     * settings can't be changed.
     */
    public void lock(Connection connection, Path output) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
