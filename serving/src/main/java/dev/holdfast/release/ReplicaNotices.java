package dev.holdfast.release;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** What other replicas, or this one, say about changes: LISTEN on a connection of its own, outside the pool. */
final class ReplicaNotices implements AutoCloseable {
    static final String CHANNEL = "holdfast_release";
    private static final int VALIDATION_SECONDS = 2;

    private final Connection connection;

    private ReplicaNotices(Connection connection) {
        this.connection = connection;
    }

    static ReplicaNotices listen(DataSource dataSource) throws SQLException {
        Connection connection = connect(dataSource);
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("LISTEN " + CHANNEL);
            return new ReplicaNotices(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Waits for a notice. Returns whether one came before the time was over. */
    boolean await(Duration timeout) throws SQLException {
        var notices = connection.unwrap(PGConnection.class).getNotifications((int) Math.max(1, timeout.toMillis()));
        return notices != null && notices.length > 0;
    }

    /** Fails where the connection died without a word. */
    void check() throws SQLException {
        if (!connection.isValid(VALIDATION_SECONDS)) {
            throw new SQLException("The connection for notices is gone");
        }
    }

    /** Ends a wait that another thread is in. */
    void abort() throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static Connection connect(DataSource dataSource) throws SQLException {
        if (!dataSource.isWrapperFor(HikariDataSource.class)) {
            return dataSource.getConnection();
        }
        HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        // This connection is meant to wait.
        properties.remove("socketTimeout");
        if (pool.getUsername() != null) {
            properties.setProperty("user", pool.getUsername());
        }
        if (pool.getPassword() != null) {
            properties.setProperty("password", pool.getPassword());
        }
        return DriverManager.getConnection(pool.getJdbcUrl(), properties);
    }
}
