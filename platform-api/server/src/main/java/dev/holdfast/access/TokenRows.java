package dev.holdfast.access;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The token table. */
@Component
class TokenRows {
    private static final String COLUMNS = "id, name, role, created_at, created_by, expires_at";

    private final JdbcClient jdbc;

    TokenRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Token token, Digest secret) {
        jdbc.sql("""
                        INSERT INTO access.token (id, name, role, sha256, created_at, created_by, expires_at)
                        VALUES (:id, :name, :role, :sha256, :createdAt, :createdBy, :expiresAt)
                        """)
                .param("id", token.id())
                .param("name", token.name())
                .param("role", token.role().wireName())
                .param("sha256", secret.bytes())
                .param("createdAt", Timestamp.from(token.createdAt()))
                .param("createdBy", token.createdBy())
                .param("expiresAt", token.expiresAt() == null ? null : Timestamp.from(token.expiresAt()))
                .update();
    }

    void revoke(UUID id, Instant at) {
        jdbc.sql("UPDATE access.token SET revoked_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    /** Tokens that were not revoked, expired ones included, by id. */
    List<Token> page(PageRequest page) {
        UUID after = page.after(1).map(keys -> UUID.fromString(keys.getFirst())).orElse(new UUID(0, 0));
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM access.token WHERE revoked_at IS NULL AND id > :after ORDER BY id LIMIT :limit")
                .param("after", after)
                .param("limit", page.limit())
                .query((row, number) -> token(row))
                .list();
    }

    List<Token> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access.token WHERE revoked_at IS NULL ORDER BY id")
                .query((row, number) -> token(row))
                .list();
    }

    Optional<Token> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access.token WHERE revoked_at IS NULL AND id = :id")
                .param("id", id)
                .query((row, number) -> token(row))
                .optional();
    }

    /** Every token that was not revoked, with the digest of its secret. */
    List<Credential> credentials() {
        return jdbc.sql("SELECT " + COLUMNS + ", encode(sha256, 'hex') AS secret FROM access.token"
                        + " WHERE revoked_at IS NULL")
                .query((row, number) -> new Credential(new Digest(row.getString("secret")), token(row)))
                .list();
    }

    record Credential(Digest secret, Token token) {}

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                instant(row.getTimestamp("expires_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
