package dev.holdfast.access;

import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of users. */
@Component
class UserRows {
    private static final String COLUMNS = "id, name, role, created_at, created_by";

    private final JdbcClient jdbc;

    UserRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    User insert(String name, Role role, String passwordHash, Instant at, String by) {
        return jdbc.sql("""
                        INSERT INTO access.account (name, role, password_hash, created_at, created_by)
                        VALUES (:name, :role, :passwordHash, :at, :by)
                        RETURNING\s""" + COLUMNS)
                .param("name", name)
                .param("role", role.wireName())
                .param("passwordHash", passwordHash)
                .param("at", Timestamp.from(at))
                .param("by", by)
                .query((row, number) -> user(row))
                .single();
    }

    void setRole(String name, Role role) {
        jdbc.sql("UPDATE access.account SET role = :role WHERE name = :name")
                .param("role", role.wireName())
                .param("name", name)
                .update();
    }

    void setPasswordHash(String name, String passwordHash) {
        jdbc.sql("UPDATE access.account SET password_hash = :passwordHash WHERE name = :name")
                .param("passwordHash", passwordHash)
                .param("name", name)
                .update();
    }

    void delete(String name) {
        jdbc.sql("DELETE FROM access.account WHERE name = :name")
                .param("name", name)
                .update();
    }

    Optional<User> find(String name) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access.account WHERE name = :name")
                .param("name", name)
                .query((row, number) -> user(row))
                .optional();
    }

    /** By id. */
    List<User> page(PageRequest page) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access.account WHERE id > :after ORDER BY id LIMIT :limit")
                .param("after", page.afterNumber().orElse(0L))
                .param("limit", page.limit())
                .query((row, number) -> user(row))
                .list();
    }

    /** By id. */
    List<User> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access.account ORDER BY id")
                .query((row, number) -> user(row))
                .list();
    }

    List<Account> accounts() {
        return jdbc.sql("SELECT " + COLUMNS + ", password_hash FROM access.account")
                .query((row, number) -> new Account(user(row), row.getString("password_hash")))
                .list();
    }

    /** A user with what their password is checked against. */
    record Account(User user, String passwordHash) {}

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"));
    }
}
