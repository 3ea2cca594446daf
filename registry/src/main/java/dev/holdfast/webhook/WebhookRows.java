package dev.holdfast.webhook;

import dev.holdfast.kernel.PageRequest;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of webhooks. */
@Component
class WebhookRows {
    private static final String COLUMNS =
            "id, name, description, url, events, status, secret IS NOT NULL AS signed, created_at, created_by, changed_at";
    /** Sorts after every id that is made. */
    private static final UUID LAST = new UUID(-1, -1);

    private final JdbcClient jdbc;

    WebhookRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Webhook webhook, @Nullable String sealedSecret) {
        values(jdbc.sql("""
                                INSERT INTO webhook.webhook
                                       (id, name, description, url, events, status, secret, created_at, created_by, changed_at)
                                VALUES (:id, :name, :description, :url, :events, :status, :secret, :createdAt, :createdBy, :changedAt)
                                """), webhook)
                .param("secret", sealedSecret)
                .param("createdAt", Timestamp.from(webhook.createdAt()))
                .param("createdBy", webhook.createdBy())
                .update();
    }

    /** All but the secret. */
    void update(Webhook webhook) {
        values(jdbc.sql("""
                                UPDATE webhook.webhook
                                   SET name = :name, description = :description, url = :url, events = :events,
                                       status = :status, changed_at = :changedAt
                                 WHERE id = :id
                                """), webhook).update();
    }

    void setSecret(UUID id, @Nullable String sealedSecret) {
        jdbc.sql("UPDATE webhook.webhook SET secret = :secret WHERE id = :id")
                .param("secret", sealedSecret)
                .param("id", id)
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM webhook.webhook WHERE id = :id").param("id", id).update();
    }

    Optional<Webhook> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM webhook.webhook WHERE id = :id")
                .param("id", id)
                .query((row, number) -> webhook(row))
                .optional();
    }

    /** Keeps others from changing it until the transaction ends. */
    Optional<Webhook> lock(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM webhook.webhook WHERE id = :id FOR NO KEY UPDATE")
                .param("id", id)
                .query((row, number) -> webhook(row))
                .optional();
    }

    /** As {@link SecretCipher} wrote it. */
    Optional<String> sealedSecret(UUID id) {
        return jdbc.sql("SELECT secret FROM webhook.webhook WHERE id = :id AND secret IS NOT NULL")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    /** The newest first; those that are told one of these events. */
    List<Webhook> page(PageRequest page, List<WebhookEvent> events) {
        UUID before =
                page.after(1).map(keys -> UUID.fromString(keys.getFirst())).orElse(LAST);
        return jdbc.sql(
                        "SELECT " + COLUMNS
                                + " FROM webhook.webhook WHERE id < :before AND events && CAST(:events AS text[]) ORDER BY id DESC LIMIT :limit")
                .param("before", before)
                .param("events", names(events))
                .param("limit", page.limit())
                .query((row, number) -> webhook(row))
                .list();
    }

    private static JdbcClient.StatementSpec values(JdbcClient.StatementSpec statement, Webhook webhook) {
        return statement
                .param("id", webhook.id())
                .param("name", webhook.name())
                .param("description", webhook.description())
                .param("url", webhook.url())
                .param("events", names(webhook.events()))
                .param("status", webhook.status().name().toLowerCase(Locale.ROOT))
                .param("changedAt", Timestamp.from(webhook.changedAt()));
    }

    private static String[] names(List<WebhookEvent> events) {
        return events.stream().map(WebhookEvent::toString).toArray(String[]::new);
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("description"),
                row.getString("url"),
                events(row.getArray("events")),
                WebhookStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getBoolean("signed"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                row.getTimestamp("changed_at").toInstant());
    }

    private static List<WebhookEvent> events(Array names) throws SQLException {
        return Arrays.stream((String[]) names.getArray()).map(WebhookEvent::of).toList();
    }
}
