package dev.holdfast.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Several statements about one run that go to the database together: one round trip, and one transaction, for the protocol commits
 * what comes before its next synchronisation all or not at all. The first one changes the run's row, which is the lock; each of the
 * others sees what was committed while the first one waited.
 */
final class RunStatements {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** {@code values} are for the question marks in {@code statement}, in order; lists go as arrays. */
    RunStatements add(String statement, Object... values) {
        if (!sql.isEmpty()) {
            sql.append(";\n");
        }
        sql.append(statement);
        this.values.addAll(List.of(values));
        return this;
    }

    /** Runs them and returns how many rows the first one changed. */
    int run(JdbcTemplate jdbc) {
        Integer changed = jdbc.execute((ConnectionCallback<Integer>) this::run);
        return changed == null ? 0 : changed;
    }

    private int run(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, column(values.get(i)));
            }
            statement.execute();
            return statement.getUpdateCount();
        }
    }

    private static Object column(Object value) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        return switch (list.isEmpty() ? "" : list.getFirst()) {
            case Long _ -> list.stream().mapToLong(Long.class::cast).toArray();
            case Integer _ -> list.stream().mapToInt(Integer.class::cast).toArray();
            case Double _ -> list.stream().mapToDouble(Double.class::cast).toArray();
            default -> list.toArray(String[]::new);
        };
    }
}
