package dev.holdfast.web;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Waits for the database as long as it takes: a migration may rewrite a large table, while a request must be answered. */
class PatientDataSource extends DelegatingDataSource {
    private static final int FOR_EVER = 0;

    PatientDataSource(DataSource pooled) {
        super(pooled);
    }

    /** The pool restores the limit when the connection comes back. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        connection.setNetworkTimeout(Runnable::run, FOR_EVER);
        return connection;
    }
}
