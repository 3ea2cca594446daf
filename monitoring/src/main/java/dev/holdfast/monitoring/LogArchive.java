package dev.holdfast.monitoring;

import dev.holdfast.dataset.DuckDb;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.PredictionLogSettings;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * Copies days of the log that are over into the store, each deployment's as a Parquet file. The same rows make the same bytes. One server at a
 * time; a day whose copy was cut short is copied anew.
 */
@Component
class LogArchive {
    private static final Logger log = LoggerFactory.getLogger(LogArchive.class);
    /** Rows of a day may be written a while after its end. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final LogDays days;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Deployments deployments;
    private final DuckDb duckDb;
    private final BlobStore blobs;
    private final Clock clock;

    LogArchive(
            LogDays days,
            JdbcClient database,
            TransactionTemplate transaction,
            Deployments deployments,
            DuckDb duckDb,
            BlobStore blobs,
            Clock clock) {
        this.days = days;
        this.database = database;
        this.transaction = transaction;
        this.deployments = deployments;
        this.duckDb = duckDb;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** Whether the day is over and is, or is to be, in the store. */
    static boolean isWanted(LogDay day, PredictionLogSettings settings, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return day.inDatabase()
                && !day.day().isBefore(today.minusDays(settings.archiveDays()))
                && settings.archiveDays() > 0;
    }

    /** Copies every day that is due. Returns how many. */
    int copyDue(BooleanSupplier stopping) {
        Instant now = clock.instant();
        int copied = 0;
        for (LogDay day : days.before(LocalDate.ofInstant(now.minus(GRACE), ZoneOffset.UTC))) {
            PredictionLogSettings settings =
                    deployments.monitoringOf(day.deployment()).log();
            if (!stopping.getAsBoolean()
                    && day.digest() == null
                    && isWanted(day, settings, now)
                    && copy(day, stopping)) {
                copied++;
            }
        }
        return copied;
    }

    /** Whether the file has all rows that are in the database; one that has not is made anew the next time. */
    boolean isComplete(LogDay day) {
        if (day.digest() == null || day.rows() == null) {
            return false;
        }
        LogTable table = LogTable.of(day.kind());
        long rows = database.sql("SELECT count(*) FROM " + table.table() + table.where())
                .params(day.deployment(), from(day), to(day))
                .query(Long.class)
                .single();
        if (rows == day.rows()) {
            return true;
        }
        log.warn("{} rows of {} came after its file was made; it is made anew", rows - day.rows(), day);
        days.leftStore(day);
        return false;
    }

    /** False where another server does it. */
    private boolean copy(LogDay day, BooleanSupplier stopping) {
        Boolean copied = transaction.execute(status -> {
            boolean mine = database.sql("SELECT pg_try_advisory_xact_lock(hashtext('monitoring.log_day'))")
                    .query(Boolean.class)
                    .single();
            if (!mine
                    || days.find(day.deployment(), day.day(), day.kind())
                            .filter(found -> found.digest() == null)
                            .isEmpty()) {
                return false;
            }
            Path scratch = blobs.newScratchFile(".log");
            try {
                Files.createDirectories(scratch);
                Path file = scratch.resolve("day.parquet");
                long rows = write(day, scratch, file, stopping);
                Blob blob = blobs.write(file);
                days.archived(day, blob, rows);
                log.info(
                        "{} rows of {} of {} on {} are in the store",
                        rows,
                        day.kind().wireName(),
                        day.deployment(),
                        day.day());
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException("A day of the prediction log could not be stored", e);
            } catch (SQLException e) {
                throw new IllegalStateException("A day of the prediction log could not be turned into Parquet", e);
            } finally {
                FileSystemUtils.deleteRecursively(scratch.toFile());
            }
        });
        return copied != null && copied;
    }

    /** One thread and a fixed order: the same rows give the same bytes. */
    private long write(LogDay day, Path scratch, Path file, BooleanSupplier stopping) throws SQLException {
        LogTable table = LogTable.of(day.kind());
        try (Connection connection = duckDb.open(scratch);
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("CREATE TABLE day (" + table.columns() + ")");
            long rows;
            try (LogTable.Copy copy =
                    table.copyTo(connection.unwrap(DuckDBConnection.class).createAppender("day"), stopping)) {
                database.sql(table.select())
                        .withFetchSize(LogTable.FETCH)
                        .params(day.deployment(), from(day), to(day))
                        .query(copy);
                rows = copy.rows();
            }
            statement.execute("COPY (SELECT " + table.result() + " FROM day) TO '"
                    + file.toString().replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)");
            return rows;
        }
    }

    private static Timestamp from(LogDay day) {
        return Timestamp.from(day.day().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Timestamp to(LogDay day) {
        return Timestamp.from(day.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
