package dev.holdfast.artifact;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The files of the tree in the database: one row each, under its directory and its name. A directory is written with a slash at both
 * ends, {@code /models/v1/}, so that all that lies in or below it is one range of the index, from the directory to its {@link #end}.
 */
@Component
class FileRows {
    private static final int ROWS_AT_ONCE = 1_000;
    /** Comes after '/' and before all that may follow it in another name. */
    private static final char AFTER_SLASH = '0';

    /** Walks from one directory inside to the next by the index, never over what lies deeper. */
    static final String LIST = """
            WITH RECURSIVE inside (directory) AS (
                (SELECT f.directory FROM artifact.file f
                 WHERE f.directory >= :from AND f.directory < :end ORDER BY f.directory LIMIT 1)
              UNION ALL
                SELECT (SELECT f.directory FROM artifact.file f
                        WHERE f.directory >=
                              :directory || split_part(substr(i.directory, :length + 1), '/', 1) || '0'
                          AND f.directory < :end
                        ORDER BY f.directory LIMIT 1)
                FROM inside i WHERE i.directory IS NOT NULL
            )
            (SELECT split_part(substr(directory, :length + 1), '/', 1) AS name,
                    split_part(substr(directory, :length + 1), '/', 1) || '/' AS sort_key,
                    NULL::bigint AS size_bytes
             FROM inside WHERE directory IS NOT NULL LIMIT :limit)
            UNION ALL
            (SELECT name, name, size_bytes FROM artifact.file
             WHERE directory = :directory AND name > :after ORDER BY name LIMIT :limit)
            ORDER BY sort_key LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate streams;
    private final AuditLog audit;
    private final Clock clock;

    FileRows(JdbcClient jdbc, JdbcTemplate template, AuditLog audit, Clock clock) {
        this.jdbc = jdbc;
        this.streams = new JdbcTemplate(Objects.requireNonNull(template.getDataSource()));
        this.streams.setFetchSize(ROWS_AT_ONCE);
        this.audit = audit;
        this.clock = clock;
    }

    /** What tells entries of one directory apart and orders them: a directory of the same name as a file is another entry. */
    static String sortKey(ArtifactEntry entry) {
        return entry.isDirectory() ? entry.name() + "/" : entry.name();
    }

    @Transactional
    void put(ArtifactPath path, Blob content) {
        lock(path);
        List<String> ancestors = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ArtifactPath above = path.parent(); !above.isRoot(); above = above.parent()) {
            ancestors.add(directory(above.parent()));
            names.add(above.name());
        }
        int written = jdbc.sql("""
                        INSERT INTO artifact.file (directory, name, digest, size_bytes, modified_at)
                        SELECT :directory, :name, decode(:digest, 'hex'), :size, to_timestamp(:now / 1000.0)
                        WHERE NOT EXISTS (
                                SELECT FROM artifact.file f WHERE f.directory >= :inside AND f.directory < :end)
                          AND NOT EXISTS (
                                SELECT FROM unnest(:ancestors::text[], :names::text[]) AS a (directory, name)
                                JOIN artifact.file f ON f.directory = a.directory AND f.name = a.name)
                        ON CONFLICT (directory, name) DO UPDATE
                        SET digest = excluded.digest, size_bytes = excluded.size_bytes, modified_at = excluded.modified_at
                        """)
                .param("directory", directory(path.parent()))
                .param("name", path.name())
                .param("digest", content.digest().hex())
                .param("size", content.sizeBytes())
                .param("now", clock.millis())
                .param("inside", directory(path))
                .param("end", end(path))
                .param("ancestors", ancestors.toArray(String[]::new))
                .param("names", names.toArray(String[]::new))
                .update();
        if (written == 0) {
            throw ProblemException.conflict("\"" + path
                    + "\" can't be a file: there is a directory of that name, or one of its directories is a file.");
        }
    }

    Optional<ArtifactFile> find(ArtifactPath path) {
        return jdbc.sql("""
                        SELECT digest, size_bytes FROM artifact.file WHERE directory = :directory AND name = :name
                        """)
                .param("directory", directory(path.parent()))
                .param("name", path.name())
                .query((rs, row) -> new ArtifactFile(path, digest(rs), rs.getLong("size_bytes")))
                .optional();
    }

    boolean isDirectory(ArtifactPath path) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM artifact.file WHERE directory >= :directory AND directory < :end)
                        """)
                .param("directory", directory(path))
                .param("end", end(path))
                .query(Boolean.class)
                .single();
    }

    Page<ArtifactEntry> list(ArtifactPath path, PageRequest page) {
        String directory = directory(path);
        String after = page.after(1).map(List::getFirst).orElse("");
        String from;
        if (after.isEmpty()) {
            from = directory + '\u0001';
        } else if (after.endsWith("/")) {
            from = directory + after.substring(0, after.length() - 1) + AFTER_SLASH;
        } else {
            from = directory + after;
        }
        List<ArtifactEntry> entries = jdbc.sql(LIST)
                .param("from", from)
                .param("end", end(path))
                .param("directory", directory)
                .param("length", directory.codePointCount(0, directory.length()))
                .param("after", after)
                .param("limit", page.limit())
                .query((rs, row) -> new ArtifactEntry(rs.getString("name"), rs.getObject("size_bytes", Long.class)))
                .list();
        return Page.of(entries, page, entry -> List.of(sortKey(entry)));
    }

    @Transactional(readOnly = true)
    void forEachFile(ArtifactPath path, Consumer<ArtifactFile> consumer) {
        find(path).ifPresent(consumer);
        streams.query(
                """
                SELECT directory, name, digest, size_bytes FROM artifact.file
                WHERE directory >= ? AND directory < ? ORDER BY directory, name
                """,
                (RowCallbackHandler) rs -> consumer.accept(new ArtifactFile(
                        new ArtifactPath(rs.getString("directory").substring(1) + rs.getString("name")),
                        digest(rs),
                        rs.getLong("size_bytes"))),
                directory(path),
                end(path));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void hold(ArtifactPath path, Manifest files) {
        Map<String, Digest> held = new HashMap<>();
        jdbc.sql("""
                        SELECT directory, name, digest FROM artifact.file
                        WHERE (directory = :above AND name = :name) OR (directory >= :directory AND directory < :end)
                        ORDER BY directory, name FOR SHARE
                        """)
                .param("above", directory(path.isRoot() ? path : path.parent()))
                .param("name", path.isRoot() ? "" : path.name())
                .param("directory", directory(path))
                .param("end", end(path))
                .query(rs -> {
                    String relative = new ArtifactPath(rs.getString("directory").substring(1) + rs.getString("name"))
                            .relativeTo(path);
                    held.put(relative.isEmpty() ? path.name() : relative, digest(rs));
                });
        for (ManifestFile file : files.files()) {
            Digest now = held.get(file.path());
            if (!file.digest().equals(now)) {
                throw ProblemException.conflict("\"" + file.path() + "\" at \"" + path
                        + "\" was deleted or replaced in the meantime; try again.");
            }
        }
    }

    @Transactional
    long delete(ArtifactPath path, Actor actor) {
        long deleted = 0L
                + jdbc.sql("DELETE FROM artifact.file WHERE directory = :directory AND name = :name")
                        .param("directory", directory(path.parent()))
                        .param("name", path.name())
                        .update()
                + jdbc.sql("DELETE FROM artifact.file WHERE directory >= :directory AND directory < :end")
                        .param("directory", directory(path))
                        .param("end", end(path))
                        .update();
        if (deleted > 0) {
            audit.record(actor, "artifact.deleted", "artifact/" + path, null, Map.of("files", deleted));
        }
        return deleted;
    }

    @Transactional(readOnly = true)
    void forEachDigest(Consumer<Digest> consumer) {
        streams.query("SELECT digest FROM artifact.file", (RowCallbackHandler) rs -> consumer.accept(digest(rs)));
    }

    /**
     * Until the transaction ends nobody makes this path, or one above it, something else than it is now: writers share their directories
     * and have their own path for themselves. The order from the root down rules out that two wait for each other.
     */
    private void lock(ArtifactPath path) {
        List<String> downToIt = new ArrayList<>();
        for (ArtifactPath each = path; !each.isRoot(); each = each.parent()) {
            downToIt.addFirst(each.text());
        }
        jdbc.sql("""
                        SELECT count(CASE WHEN path = :own
                                     THEN pg_advisory_xact_lock(hashtextextended('artifact/' || path, 0))
                                     ELSE pg_advisory_xact_lock_shared(hashtextextended('artifact/' || path, 0)) END)
                        FROM unnest(:paths::text[]) AS p (path)
                        """)
                .param("own", path.text())
                .param("paths", downToIt.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private static String directory(ArtifactPath path) {
        return path.isRoot() ? "/" : "/" + path + "/";
    }

    /** Follows all that lies in or below the directory. */
    private static String end(ArtifactPath path) {
        String directory = directory(path);
        return directory.substring(0, directory.length() - 1) + AFTER_SLASH;
    }

    private static Digest digest(ResultSet rs) throws SQLException {
        return new Digest(HexFormat.of().formatHex(rs.getBytes("digest")));
    }
}
