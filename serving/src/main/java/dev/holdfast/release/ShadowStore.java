package dev.holdfast.release;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The comparisons and answers of shadows in the database. Replicas add to the same sums. */
@Component
class ShadowStore {
    /** How long answers are kept; sums are kept for good. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final int SHOWN = 20;

    private final JdbcClient database;
    private final JdbcTemplate template;

    ShadowStore(JdbcClient database, JdbcTemplate template) {
        this.database = database;
        this.template = template;
    }

    @Transactional
    void add(ShadowTally tally) {
        database.sql("""
                        INSERT INTO release.shadow_comparison AS known (deployment, release, champion, requests, rows, agreed, errors,
                            dropped, numbers, difference, absolute, largest, champion_seconds, shadow_seconds, longest_seconds,
                            last_error, first_at, last_at)
                        VALUES (:deployment, :release, :champion, :requests, :rows, :agreed, :errors, :dropped, :numbers, :difference,
                            :absolute, :largest, :champion_seconds, :shadow_seconds, :longest_seconds, :last_error, :first_at, :last_at)
                        ON CONFLICT (deployment, release, champion) DO UPDATE SET
                            requests = known.requests + EXCLUDED.requests,
                            rows = known.rows + EXCLUDED.rows,
                            agreed = known.agreed + EXCLUDED.agreed,
                            errors = known.errors + EXCLUDED.errors,
                            dropped = known.dropped + EXCLUDED.dropped,
                            numbers = known.numbers + EXCLUDED.numbers,
                            difference = known.difference + EXCLUDED.difference,
                            absolute = known.absolute + EXCLUDED.absolute,
                            largest = greatest(known.largest, EXCLUDED.largest),
                            champion_seconds = known.champion_seconds + EXCLUDED.champion_seconds,
                            shadow_seconds = known.shadow_seconds + EXCLUDED.shadow_seconds,
                            longest_seconds = greatest(known.longest_seconds, EXCLUDED.longest_seconds),
                            last_error = coalesce(EXCLUDED.last_error, known.last_error),
                            last_at = greatest(known.last_at, EXCLUDED.last_at)
                        """)
                .param("deployment", tally.key.deployment())
                .param("release", tally.key.release())
                .param("champion", tally.key.champion())
                .param("requests", tally.requests)
                .param("rows", tally.rows)
                .param("agreed", tally.agreed)
                .param("errors", tally.errors)
                .param("dropped", tally.dropped)
                .param("numbers", tally.numbers)
                .param("difference", tally.difference)
                .param("absolute", tally.absolute)
                .param("largest", tally.largest)
                .param("champion_seconds", tally.championSeconds)
                .param("shadow_seconds", tally.shadowSeconds)
                .param("longest_seconds", tally.longestSeconds)
                .param("last_error", tally.lastError)
                .param("first_at", tally.firstAt.atOffset(ZoneOffset.UTC))
                .param("last_at", tally.lastAt.atOffset(ZoneOffset.UTC))
                .update();
        if (!tally.answers.isEmpty()) {
            template.execute((Connection connection) -> insert(connection, tally));
        }
    }

    /** Numbers and bytes travel in arrays that the driver sends as they are. */
    private static int insert(Connection connection, ShadowTally tally) throws SQLException {
        List<ShadowAnswer> answers = tally.answers;
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO release.shadow_answer (deployment, release, champion, prediction_id, row_number, agrees, champion_answer,
                    shadow_answer, at)
                SELECT ?, ?, ?, encode(id, 'hex')::uuid, row, agrees, mine, other, 'epoch'::timestamptz + at * interval '1 microsecond'
                FROM unnest(?::bytea[], ?::integer[], ?::boolean[], ?::text[], ?::text[], ?::bigint[]) AS t(id, row, agrees, mine, other, at)
                ON CONFLICT DO NOTHING
                """)) {
            statement.setString(1, tally.key.deployment());
            statement.setInt(2, tally.key.release());
            statement.setInt(3, tally.key.champion());
            statement.setObject(
                    4,
                    answers.stream().map(answer -> bytes(answer.predictionId())).toArray(byte[][]::new));
            statement.setObject(5, answers.stream().mapToInt(ShadowAnswer::row).toArray());
            statement.setArray(
                    6,
                    array(
                            connection,
                            "bool",
                            answers.stream().map(ShadowAnswer::agrees).toArray()));
            statement.setArray(
                    7,
                    array(
                            connection,
                            "text",
                            answers.stream().map(ShadowAnswer::championAnswer).toArray()));
            statement.setArray(
                    8,
                    array(
                            connection,
                            "text",
                            answers.stream().map(ShadowAnswer::shadowAnswer).toArray()));
            statement.setObject(
                    9,
                    answers.stream()
                            .mapToLong(answer -> ChronoUnit.MICROS.between(Instant.EPOCH, answer.at()))
                            .toArray());
            return statement.executeUpdate();
        }
    }

    private static Array array(Connection connection, String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    void deleteOlder(Instant oldest) {
        database.sql("DELETE FROM release.shadow_answer WHERE at < ?")
                .param(oldest.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<ShadowComparison> comparisons(String deployment) {
        return database.sql("""
                        SELECT * FROM release.shadow_comparison WHERE deployment = ? ORDER BY last_at DESC, release DESC LIMIT ?
                        """)
                .params(deployment, SHOWN)
                .query(ShadowStore::comparison)
                .list();
    }

    List<ShadowAnswer> differing(String deployment) {
        return database.sql("""
                        SELECT * FROM release.shadow_answer WHERE deployment = ? AND NOT agrees ORDER BY at DESC, prediction_id DESC LIMIT ?
                        """)
                .params(deployment, SHOWN)
                .query((row, index) -> new ShadowAnswer(
                        row.getObject("prediction_id", UUID.class),
                        row.getInt("row_number"),
                        row.getInt("release"),
                        row.getInt("champion"),
                        row.getBoolean("agrees"),
                        row.getString("champion_answer"),
                        row.getString("shadow_answer"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static ShadowComparison comparison(ResultSet row, int index) throws SQLException {
        long requests = row.getLong("requests");
        long rows = row.getLong("rows");
        long errors = row.getLong("errors");
        long numbers = row.getLong("numbers");
        return new ShadowComparison(
                row.getInt("release"),
                row.getInt("champion"),
                requests,
                rows,
                mean((double) row.getLong("agreed"), rows),
                errors,
                mean((double) errors, requests),
                row.getLong("dropped"),
                mean(row.getDouble("difference"), numbers),
                mean(row.getDouble("absolute"), numbers),
                numbers == 0 ? null : row.getDouble("largest"),
                mean(1_000 * row.getDouble("champion_seconds"), requests),
                mean(1_000 * row.getDouble("shadow_seconds"), requests),
                1_000 * row.getDouble("longest_seconds"),
                row.getString("last_error"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Double mean(double sum, long n) {
        return n == 0 ? null : sum / n;
    }
}
