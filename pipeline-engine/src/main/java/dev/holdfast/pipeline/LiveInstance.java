package dev.holdfast.pipeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This start of this server, as the others see it: a number, and an advisory lock on it that the database gives up at the
 * moment when the process dies. Used by one thread.
 */
final class LiveInstance implements AutoCloseable {
    /** The first half of the lock's key; the second is the instance's number. */
    static final int LOCK_CLASS = 0x486f6c64;

    private static final Logger log = LoggerFactory.getLogger(LiveInstance.class);
    private static final int CHECK_SECONDS = 2;

    private final DataSource dataSource;
    private @Nullable Connection connection;
    private int number;

    LiveInstance(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** This instance's number, after making sure that it holds its lock. */
    int ensureAlive() throws SQLException {
        if (connection != null && connection.isValid(CHECK_SECONDS)) {
            return number;
        }
        close();
        Connection fresh = dataSource.getConnection();
        try {
            fresh.setAutoCommit(true);
            // A lost connection may still hold the old number on the server: a new number needs no waiting for that.
            number = number(fresh, "SELECT nextval('pipeline.instance')");
            lock(fresh, number);
            connection = fresh;
        } finally {
            if (connection == null) {
                fresh.close();
            }
        }
        return number;
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void lock(Connection connection, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_lock(?, ?)")) {
            statement.setInt(1, LOCK_CLASS);
            statement.setInt(2, number);
            statement.execute();
        }
    }

    @Override
    public void close() {
        Connection old = connection;
        connection = null;
        if (old == null) {
            return;
        }
        try (old) {
            // The pool keeps the session: without this it would keep the lock too.
            try (PreparedStatement statement = old.prepareStatement("SELECT pg_advisory_unlock_all()")) {
                statement.execute();
            }
        } catch (SQLException e) {
            log.debug("The connection that held the instance's lock is gone: {}", e.toString());
        }
    }
}
