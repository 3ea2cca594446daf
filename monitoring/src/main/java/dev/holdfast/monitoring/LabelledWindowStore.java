package dev.holdfast.monitoring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Windows of labelled rows in the database. */
@Component
class LabelledWindowStore {
    private final JdbcClient database;

    LabelledWindowStore(JdbcClient database) {
        this.database = database;
    }

    Optional<LabelledRows> find(String deployment, int release, int number) {
        return database.sql(
                        "SELECT * FROM monitoring.labelled_window WHERE deployment = ? AND release = ? AND number = ?")
                .params(deployment, release, number)
                .query((row, index) -> rows(row))
                .optional();
    }

    /** The newest windows of a release, newest first. */
    List<LabelledRows> newest(String deployment, int release, int most) {
        return database.sql("""
                        SELECT * FROM monitoring.labelled_window
                        WHERE deployment = ? AND release = ? ORDER BY number DESC LIMIT ?
                        """)
                .params(deployment, release, most)
                .query((row, index) -> rows(row))
                .list();
    }

    void save(String deployment, int release, LabelledRows window) {
        database.sql("""
                        INSERT INTO monitoring.labelled_window
                            (deployment, release, number, size, classification, row_count, correct, sum_error, sum_absolute_error,
                             sum_squared_error, sum_fourth_power, sum_lag_seconds, opened_at, closed_at, reference_value,
                             reference_source, threshold, p_value, drifted)
                        VALUES (:deployment, :release, :number, :size, :classification, :rows, :correct, :error, :absolute,
                             :squared, :fourth, :lag, :openedAt, :closedAt, :referenceValue,
                             :referenceSource, :threshold, :pValue, :drifted)
                        ON CONFLICT (deployment, release, number) DO UPDATE SET
                            row_count = EXCLUDED.row_count, correct = EXCLUDED.correct, sum_error = EXCLUDED.sum_error,
                            sum_absolute_error = EXCLUDED.sum_absolute_error, sum_squared_error = EXCLUDED.sum_squared_error,
                            sum_fourth_power = EXCLUDED.sum_fourth_power, sum_lag_seconds = EXCLUDED.sum_lag_seconds,
                            closed_at = EXCLUDED.closed_at, reference_value = EXCLUDED.reference_value,
                            reference_source = EXCLUDED.reference_source, threshold = EXCLUDED.threshold,
                            p_value = EXCLUDED.p_value, drifted = EXCLUDED.drifted
                        """)
                .param("deployment", deployment)
                .param("release", release)
                .param("number", window.number)
                .param("size", window.size)
                .param("classification", window.classification)
                .param("rows", window.rows)
                .param("correct", window.correct)
                .param("error", window.sumError)
                .param("absolute", window.sumAbsolute)
                .param("squared", window.sumSquared)
                .param("fourth", window.sumFourth)
                .param("lag", window.sumLagSeconds)
                .param("openedAt", Timestamp.from(window.openedAt))
                .param("closedAt", window.closedAt == null ? null : Timestamp.from(window.closedAt), Types.TIMESTAMP)
                .param("referenceValue", window.referenceValue, Types.DOUBLE)
                .param("referenceSource", window.referenceSource, Types.VARCHAR)
                .param("threshold", window.threshold, Types.DOUBLE)
                .param("pValue", window.pValue, Types.DOUBLE)
                .param("drifted", window.drifted)
                .update();
    }

    /** Rows of a release whose label is known. */
    long labelledRows(String deployment, int release) {
        return database.sql("""
                        SELECT coalesce(sum(row_count), 0)::bigint FROM monitoring.labelled_window
                        WHERE deployment = ? AND release = ?
                        """).params(deployment, release).query(Long.class).single();
    }

    /** Whether the last closed windows of a release that were opened since then drifted, newest first. */
    List<Boolean> lately(String deployment, int release, Instant since, int most) {
        return database.sql("""
                        SELECT drifted FROM monitoring.labelled_window
                        WHERE deployment = ? AND release = ? AND closed_at IS NOT NULL AND opened_at >= ?
                        ORDER BY number DESC LIMIT ?
                        """)
                .params(deployment, release, Timestamp.from(since), most)
                .query((row, index) -> row.getBoolean(1))
                .list();
    }

    private static LabelledRows rows(ResultSet row) throws SQLException {
        LabelledRows window = new LabelledRows(
                row.getInt("number"),
                row.getInt("size"),
                row.getBoolean("classification"),
                row.getTimestamp("opened_at").toInstant());
        window.rows = row.getLong("row_count");
        window.correct = row.getLong("correct");
        window.sumError = row.getDouble("sum_error");
        window.sumAbsolute = row.getDouble("sum_absolute_error");
        window.sumSquared = row.getDouble("sum_squared_error");
        window.sumFourth = row.getDouble("sum_fourth_power");
        window.sumLagSeconds = row.getDouble("sum_lag_seconds");
        Timestamp closedAt = row.getTimestamp("closed_at");
        window.closedAt = closedAt == null ? null : closedAt.toInstant();
        window.referenceValue = nullable(row, "reference_value");
        window.referenceSource = row.getString("reference_source");
        window.threshold = nullable(row, "threshold");
        window.pValue = nullable(row, "p_value");
        window.drifted = row.getBoolean("drifted");
        return window;
    }

    private static @Nullable Double nullable(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
