package dev.holdfast.artifact;

import dev.holdfast.kernel.Digest;
import dev.holdfast.storage.Blob;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Uploads in parts, in the database. */
@Component
class UploadRows {
    private final JdbcClient jdbc;
    private final Clock clock;

    UploadRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param digest of the whole file; absent until it is there */
    record Upload(
            ArtifactPath path,
            int parts,
            Digest secretDigest,
            @Nullable Digest digest) {}

    void insert(PartUpload upload, Digest secretDigest) {
        jdbc.sql("""
                        INSERT INTO artifact.upload (id, path, parts, secret_digest, created_at)
                        VALUES (:id, :path, :parts, :secret, :now)
                        """)
                .param("id", upload.id())
                .param("path", upload.path().text())
                .param("parts", upload.parts())
                .param("secret", secretDigest.bytes())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Upload> find(UUID id) {
        return jdbc.sql("SELECT path, parts, secret_digest, digest FROM artifact.upload WHERE id = :id")
                .param("id", id)
                .query((rs, row) -> new Upload(
                        new ArtifactPath(rs.getString("path")),
                        rs.getInt("parts"),
                        digest(rs.getBytes("secret_digest")),
                        rs.getBytes("digest") == null ? null : digest(rs.getBytes("digest"))))
                .optional();
    }

    /** Does nothing if the upload was given up meanwhile. */
    void putPart(UUID id, int number, Blob part) {
        jdbc.sql("""
                        INSERT INTO artifact.upload_part (upload, number, digest, size_bytes)
                        SELECT id, :number, :digest, :size FROM artifact.upload WHERE id = :id
                        ON CONFLICT (upload, number) DO UPDATE SET digest = excluded.digest, size_bytes = excluded.size_bytes
                        """)
                .param("id", id)
                .param("number", number)
                .param("digest", part.digest().bytes())
                .param("size", part.sizeBytes())
                .update();
    }

    /** The digest of each part that has arrived, by its number. */
    Map<Integer, Digest> parts(UUID id) {
        Map<Integer, Digest> parts = new HashMap<>();
        jdbc.sql("SELECT number, digest FROM artifact.upload_part WHERE upload = :id")
                .param("id", id)
                .query((RowCallbackHandler) rs -> parts.put(rs.getInt("number"), digest(rs.getBytes("digest"))));
        return parts;
    }

    void complete(UUID id, Digest digest) {
        jdbc.sql("UPDATE artifact.upload SET digest = :digest WHERE id = :id")
                .param("id", id)
                .param("digest", digest.bytes())
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM artifact.upload WHERE id = :id").param("id", id).update();
    }

    int deleteOlderThan(Instant before) {
        return jdbc.sql("DELETE FROM artifact.upload WHERE created_at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Digest digest(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(bytes));
    }
}
