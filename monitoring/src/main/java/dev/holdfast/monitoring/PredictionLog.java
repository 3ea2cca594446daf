package dev.holdfast.monitoring;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The predictions of the last days with their raw inputs, a partition for each day. */
@Component
class PredictionLog {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final Pattern PARTITION = Pattern.compile("prediction_(\\d{8})");

    private final JdbcTemplate database;
    private final Set<LocalDate> partitions = ConcurrentHashMap.newKeySet();

    PredictionLog(JdbcTemplate database) {
        this.database = database;
    }

    /** Writes rows in one statement. Rows that are there already (an earlier try that succeeded unnoticed) stay as they are. */
    void write(List<LoggedRow> rows) {
        rows.stream()
                .map(row -> LocalDate.ofInstant(row.at(), ZoneOffset.UTC))
                .distinct()
                .forEach(this::ensurePartition);
        database.execute((Connection connection) -> insert(connection, rows));
    }

    private static int insert(Connection connection, List<LoggedRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO monitoring.prediction (predicted_at, prediction_id, row_number, deployment, release, model,
                    model_version, predicted_class, predicted_number, features)
                SELECT * FROM unnest(?::timestamptz[], ?::uuid[], ?::integer[], ?::text[], ?::integer[], ?::text[],
                    ?::integer[], ?::text[], ?::double precision[], ?::text[])
                ON CONFLICT DO NOTHING
                """)) {
            set(statement, 1, "timestamptz", rows, row -> Timestamp.from(row.at()));
            set(statement, 2, "uuid", rows, LoggedRow::id);
            set(statement, 3, "integer", rows, LoggedRow::row);
            set(statement, 4, "text", rows, row -> row.release().deployment());
            set(statement, 5, "integer", rows, row -> row.release().number());
            set(statement, 6, "text", rows, row -> row.release().model());
            set(statement, 7, "integer", rows, row -> row.release().modelVersion());
            setNullable(
                    statement,
                    8,
                    "text",
                    rows.stream().map(LoggedRow::predictedClass).toArray());
            setNullable(
                    statement, 9, "float8", rows.stream().map(LoggedRow::number).toArray());
            set(statement, 10, "text", rows, LoggedRow::features);
            return statement.executeUpdate();
        }
    }

    private static void set(
            PreparedStatement statement,
            int index,
            String type,
            List<LoggedRow> rows,
            Function<LoggedRow, Object> value)
            throws SQLException {
        setNullable(statement, index, type, rows.stream().map(value).toArray());
    }

    private static void setNullable(PreparedStatement statement, int index, String type, Object[] values)
            throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    private void ensurePartition(LocalDate day) {
        if (partitions.contains(day)) {
            return;
        }
        // Two replicas that both make it meet at this lock.
        database.execute((Connection connection) -> {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(hashtext('monitoring.prediction'))");
                statement.execute("CREATE TABLE IF NOT EXISTS monitoring.prediction_" + DAY.format(day)
                        + " PARTITION OF monitoring.prediction FOR VALUES FROM ('" + day + "T00:00:00Z') TO ('"
                        + day.plusDays(1) + "T00:00:00Z')");
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
            return day;
        });
        partitions.add(day);
    }

    /** Drops the partitions of days that ended before {@code oldest}, and the labels of their predictions. Returns how many partitions. */
    int dropOlder(Instant oldest) {
        LocalDate firstKept = LocalDate.ofInstant(oldest, ZoneOffset.UTC);
        List<String> names = database.query("""
                SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
                WHERE inhparent = 'monitoring.prediction'::regclass
                """, (row, index) -> row.getString(1));
        int dropped = 0;
        for (String name : names) {
            var matcher = PARTITION.matcher(name);
            if (matcher.matches() && LocalDate.parse(matcher.group(1), DAY).isBefore(firstKept)) {
                database.execute("DROP TABLE IF EXISTS monitoring." + name);
                partitions.remove(LocalDate.parse(matcher.group(1), DAY));
                dropped++;
            }
        }
        database.update(
                "DELETE FROM monitoring.label WHERE predicted_at < ?",
                Timestamp.from(firstKept.atStartOfDay(ZoneOffset.UTC).toInstant()));
        return dropped;
    }
}
