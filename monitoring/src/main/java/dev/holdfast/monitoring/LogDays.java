package dev.holdfast.monitoring;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobReferences;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The days of each deployment's log: where their rows are. */
@Component
class LogDays implements BlobReferences {
    private static final int MOST_KNOWN = 10_000;

    private record Key(String deployment, LocalDate day, LogKind kind) {}

    private final JdbcClient database;
    private final Set<Key> known = ConcurrentHashMap.newKeySet();

    LogDays(JdbcClient database) {
        this.database = database;
    }

    /** There are, or will be in a moment, rows of this day in the database. */
    void begun(String deployment, LocalDate day, LogKind kind) {
        Key key = new Key(deployment, day, kind);
        if (known.contains(key)) {
            return;
        }
        database.sql("""
                        INSERT INTO monitoring.log_day (deployment, day, kind) VALUES (?, ?, ?)
                        ON CONFLICT (deployment, day, kind) DO UPDATE SET in_database = true""").params(deployment, day, kind.wireName()).update();
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        known.add(key);
    }

    /** Days before {@code before}, the oldest first. */
    List<LogDay> before(LocalDate before) {
        return database.sql("SELECT * FROM monitoring.log_day WHERE day < ? ORDER BY day, deployment, kind")
                .param(before)
                .query(LogDays::day)
                .list();
    }

    /** The days of a deployment, the newest first. */
    Page<LogDay> days(String deployment, PageRequest page) {
        List<String> after = page.after(2).orElse(List.of("9999-12-31", ""));
        return Page.of(
                database.sql("""
                                SELECT * FROM monitoring.log_day
                                WHERE deployment = ? AND (day < ? OR (day = ? AND kind > ?))
                                ORDER BY day DESC, kind LIMIT ?""")
                        .params(
                                deployment,
                                date("page_token", after.getFirst()),
                                date("page_token", after.getFirst()),
                                after.getLast(),
                                page.limit())
                        .query(LogDays::day)
                        .list(),
                page,
                found -> List.of(found.day().toString(), found.kind().wireName()));
    }

    Optional<LogDay> find(String deployment, LocalDate day, LogKind kind) {
        return database.sql("SELECT * FROM monitoring.log_day WHERE deployment = ? AND day = ? AND kind = ?")
                .params(deployment, day, kind.wireName())
                .query(LogDays::day)
                .optional();
    }

    /** The day's file is in the store. */
    void archived(LogDay day, Blob blob, long rows) {
        database.sql("""
                        UPDATE monitoring.log_day SET digest = ?, size_bytes = ?, row_count = ?, archived_at = now()
                        WHERE deployment = ? AND day = ? AND kind = ?""")
                .params(
                        blob.digest().toString(),
                        blob.sizeBytes(),
                        rows,
                        day.deployment(),
                        day.day(),
                        day.kind().wireName())
                .update();
    }

    /** The day's rows are no longer in the database; without a file nothing is left of it. */
    void leftDatabase(LogDay day) {
        known.remove(new Key(day.deployment(), day.day(), day.kind()));
        database.sql(
                        day.digest() == null
                                ? "DELETE FROM monitoring.log_day WHERE deployment = ? AND day = ? AND kind = ?"
                                : "UPDATE monitoring.log_day SET in_database = false WHERE deployment = ? AND day = ? AND kind = ?")
                .params(day.deployment(), day.day(), day.kind().wireName())
                .update();
    }

    /** The day's file is no longer wanted; the store's garbage collection takes it. */
    void leftStore(LogDay day) {
        database.sql(
                        day.inDatabase()
                                ? """
                                UPDATE monitoring.log_day SET digest = NULL, size_bytes = NULL, row_count = NULL, archived_at = NULL
                                WHERE deployment = ? AND day = ? AND kind = ?"""
                                : "DELETE FROM monitoring.log_day WHERE deployment = ? AND day = ? AND kind = ?")
                .params(day.deployment(), day.day(), day.kind().wireName())
                .update();
    }

    static LocalDate date(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.malformed(field, text, "must be a day as in 2026-03-01.");
        }
    }

    private static LogDay day(ResultSet row, int number) throws SQLException {
        String digest = row.getString("digest");
        OffsetDateTime archivedAt = row.getObject("archived_at", OffsetDateTime.class);
        return new LogDay(
                row.getString("deployment"),
                row.getObject("day", LocalDate.class),
                LogKind.of(row.getString("kind")),
                row.getBoolean("in_database"),
                digest == null ? null : Digest.parse(digest),
                nullable(row, "size_bytes"),
                nullable(row, "row_count"),
                archivedAt == null ? null : archivedAt.toInstant());
    }

    private static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }

    @Override
    @Transactional(readOnly = true)
    public void forEachReferenced(Consumer<Digest> consumer) {
        try (var digests = database
                .sql("SELECT digest FROM monitoring.log_day WHERE digest IS NOT NULL")
                .query((row, number) -> Digest.parse(row.getString("digest")))
                .stream()) {
            digests.forEach(consumer);
        }
    }
}
