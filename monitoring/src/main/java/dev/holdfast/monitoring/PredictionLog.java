package dev.holdfast.monitoring;

import dev.holdfast.release.Release;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The predictions of the last days with their raw inputs, a partition for each day. */
@Component
class PredictionLog {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final Pattern PARTITION = Pattern.compile("prediction_(\\d{8})");

    private final JdbcTemplate database;
    private final LogDays days;
    private final Set<LocalDate> partitions = ConcurrentHashMap.newKeySet();

    PredictionLog(JdbcTemplate database, LogDays days) {
        this.database = database;
        this.days = days;
    }

    /** Writes rows, those of a release in one statement. Rows that are there already (an earlier try that succeeded unnoticed) stay as they are. */
    void write(List<LoggedRow> rows) {
        rows.stream()
                .map(row -> LocalDate.ofInstant(row.at(), ZoneOffset.UTC))
                .distinct()
                .forEach(this::ensurePartition);
        rows.forEach(row -> days.begun(
                row.release().deployment(), LocalDate.ofInstant(row.at(), ZoneOffset.UTC), LogKind.PREDICTIONS));
        rows.stream()
                .collect(Collectors.groupingBy(LoggedRow::release, LinkedHashMap::new, Collectors.toList()))
                .forEach((release, ofRelease) ->
                        database.execute((Connection connection) -> insert(connection, release, ofRelease)));
    }

    /** Numbers and bytes travel in arrays that the driver sends as they are; what all rows share travels once. */
    private static int insert(Connection connection, Release release, List<LoggedRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO monitoring.prediction (predicted_at, prediction_id, row_number, deployment, release, model,
                    model_version, predicted_class, predicted_number, arm, features)
                SELECT 'epoch'::timestamptz + at * interval '1 microsecond', encode(id, 'hex')::uuid, row, ?, ?, ?, ?, class, number, arm,
                    convert_from(features, 'UTF8')
                FROM unnest(?::bigint[], ?::bytea[], ?::integer[], ?::text[], ?::double precision[], ?::text[], ?::bytea[])
                     AS t(at, id, row, class, number, arm, features)
                ON CONFLICT DO NOTHING
                """)) {
            statement.setString(1, release.deployment());
            statement.setInt(2, release.number());
            statement.setString(3, release.model());
            statement.setInt(4, release.modelVersion());
            statement.setObject(
                    5,
                    rows.stream()
                            .mapToLong(row -> ChronoUnit.MICROS.between(Instant.EPOCH, row.at()))
                            .toArray());
            statement.setObject(6, bytes(rows, row -> bytes(row.id())));
            statement.setObject(7, rows.stream().mapToInt(LoggedRow::row).toArray());
            setArray(statement, 8, "text", rows, LoggedRow::predictedClass);
            setArray(statement, 9, "float8", rows, LoggedRow::number);
            setArray(statement, 10, "text", rows, LoggedRow::arm);
            statement.setObject(11, bytes(rows, row -> row.features().getBytes(StandardCharsets.UTF_8)));
            return statement.executeUpdate();
        }
    }

    private static byte[][] bytes(List<LoggedRow> rows, Function<LoggedRow, byte[]> value) {
        return rows.stream().map(value).toArray(byte[][]::new);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static void setArray(
            PreparedStatement statement,
            int index,
            String type,
            List<LoggedRow> rows,
            Function<LoggedRow, @Nullable Object> value)
            throws SQLException {
        @Nullable Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    /** Makes the partitions of a day and the next: the first rows of a day wait for nobody who reads the table meanwhile. */
    void prepare(LocalDate today) {
        ensurePartition(today);
        ensurePartition(today.plusDays(1));
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

    /** The days that there are partitions of. */
    List<LocalDate> partitions() {
        return database.query("""
                        SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
                        WHERE inhparent = 'monitoring.prediction'::regclass
                        """, (row, index) -> PARTITION.matcher(row.getString(1))).stream()
                .filter(Matcher::matches)
                .map(matcher -> LocalDate.parse(matcher.group(1), DAY))
                .sorted()
                .toList();
    }

    /** Ends a day for all deployments at once. */
    void drop(LocalDate day) {
        database.execute("DROP TABLE IF EXISTS monitoring.prediction_" + DAY.format(day));
        partitions.remove(day);
    }

    /** Ends a day of one deployment, with the labels of its predictions. */
    void delete(String deployment, LocalDate day) {
        Timestamp from = Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        Timestamp to =
                Timestamp.from(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        if (partitions().contains(day)) {
            database.update(
                    "DELETE FROM monitoring.prediction WHERE deployment = ? AND predicted_at >= ? AND predicted_at < ?",
                    deployment,
                    from,
                    to);
        }
        database.update(
                "DELETE FROM monitoring.label WHERE deployment = ? AND predicted_at >= ? AND predicted_at < ?",
                deployment,
                from,
                to);
    }
}
