package dev.holdfast.tracking;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Runs the statements of searches. How a search with a filter is best done depends on the values in it: a param that one run has and
 * one that all have want opposite ways. So the database plans those each time; the plan for no values in particular, that it makes of
 * a statement it has seen a few times, can take a hundred times as long.
 */
@Component
class SearchClient {
    private final JdbcClient usual;
    private final JdbcClient planning;

    SearchClient(JdbcClient jdbc, DataSource dataSource) {
        this.usual = jdbc;
        this.planning = JdbcClient.create(new PlanningTemplate(dataSource));
    }

    /** A statement whose values decide how it is best done. */
    JdbcClient.StatementSpec filtered(String sql) {
        return planning.sql(sql);
    }

    /** A statement that is done in one way, whatever its values. */
    JdbcClient.StatementSpec plain(String sql) {
        return usual.sql(sql);
    }

    private static final class PlanningTemplate extends JdbcTemplate {
        PlanningTemplate(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void applyStatementSettings(Statement statement) throws SQLException {
            super.applyStatementSettings(statement);
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
