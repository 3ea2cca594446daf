package dev.holdfast.webhook;

import dev.holdfast.kernel.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of deliveries. Its times are the database's: replicas agree on what is due. */
@Component
class DeliveryRows {
    private static final String COLUMNS =
            "sequence, id, event, state, attempts, created_at, due_at, finished_at, response_status, latency_ms, error";

    private final JdbcClient jdbc;

    DeliveryRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An attempt that this server makes.
     *
     * @param attempt counts from 1; who finishes another than the latest comes too late
     * @param last whether none is left after it
     * @param retry counts from 1 with the first attempt since someone asked for the delivery
     */
    record Claim(
            long sequence,
            UUID id,
            UUID webhook,
            String url,
            @Nullable String sealedSecret,
            String body,
            int attempt,
            boolean last,
            int retry) {}

    /** A row of the log with its place in it. */
    record Row(long sequence, Delivery delivery) {}

    /** One delivery for every active webhook that is told the event. */
    void insert(WebhookEvent event, String body, int attemptLimit) {
        jdbc.sql("""
                        INSERT INTO webhook.delivery (webhook, event, body, state, attempt_limit)
                        SELECT id, :event, :body, 'pending', :attemptLimit
                          FROM webhook.webhook
                         WHERE status = 'active' AND :event = ANY(events)
                        """)
                .param("event", event.toString())
                .param("body", body)
                .param("attemptLimit", attemptLimit)
                .update();
    }

    /**
     * Takes the delivery that has been due for the longest time, so that no other server does until the lease is over.
     *
     * @param busy webhooks that have enough attempts under way
     * @param retries attempts after the first, as configured
     */
    Optional<Claim> claim(Duration lease, Collection<UUID> busy, int retries) {
        return jdbc.sql("""
                        UPDATE webhook.delivery
                           SET attempts = attempts + 1, due_at = clock_timestamp() + :lease * interval '1 millisecond'
                          FROM webhook.webhook
                         WHERE webhook.id = delivery.webhook
                           AND delivery.sequence = (SELECT d.sequence
                                                      FROM webhook.delivery d
                                                      JOIN webhook.webhook w ON w.id = d.webhook
                                                     WHERE d.state = 'pending' AND d.due_at <= statement_timestamp()
                                                       AND w.status = 'active' AND d.webhook <> ALL(CAST(:busy AS uuid[]))
                                                     ORDER BY d.due_at
                                                     LIMIT 1
                                                       FOR UPDATE OF d SKIP LOCKED)
                        RETURNING delivery.sequence, delivery.id, delivery.webhook, webhook.url, webhook.secret, delivery.body,
                                  delivery.attempts, delivery.attempts >= delivery.attempt_limit AS last,
                                  greatest(1, delivery.attempts - delivery.attempt_limit + 1 + :retries) AS retry
                        """)
                .param("lease", lease.toMillis())
                .param("busy", busy.stream().map(UUID::toString).toArray(String[]::new))
                .param("retries", retries)
                .query((row, number) -> new Claim(
                        row.getLong("sequence"),
                        row.getObject("id", UUID.class),
                        row.getObject("webhook", UUID.class),
                        row.getString("url"),
                        row.getString("secret"),
                        row.getString("body"),
                        row.getInt("attempts"),
                        row.getBoolean("last"),
                        row.getInt("retry")))
                .optional();
    }

    void finish(Claim claim, DeliveryState state, WebhookAnswer answer) {
        write(claim, state, answer, Duration.ZERO, true);
    }

    void again(Claim claim, WebhookAnswer answer, Duration after) {
        write(claim, DeliveryState.PENDING, answer, after, false);
    }

    private void write(Claim claim, DeliveryState state, WebhookAnswer answer, Duration after, boolean finished) {
        jdbc.sql("""
                        UPDATE webhook.delivery
                           SET state = :state, due_at = clock_timestamp() + :after * interval '1 millisecond',
                               finished_at = CASE WHEN :finished THEN clock_timestamp() END,
                               response_status = :status, latency_ms = :latency, error = :error
                         WHERE sequence = :sequence AND attempts = :attempt AND state = 'pending'
                        """)
                .param("state", wireName(state))
                .param("after", after.toMillis())
                .param("finished", finished)
                .param("status", answer.status())
                .param("latency", answer.latency().toMillis())
                .param("error", answer.error())
                .param("sequence", claim.sequence())
                .param("attempt", claim.attempt())
                .update();
    }

    /** Makes a delivery that is done due again; false where there is none of this id that is done. */
    boolean redeliver(UUID webhook, UUID id, int attempts) {
        return jdbc.sql("""
                        UPDATE webhook.delivery
                           SET state = 'pending', attempt_limit = attempts + :attempts, due_at = clock_timestamp(),
                               finished_at = NULL
                         WHERE webhook = :webhook AND id = :id AND state <> 'pending'
                        """)
                        .param("webhook", webhook)
                        .param("id", id)
                        .param("attempts", attempts)
                        .update()
                > 0;
    }

    Optional<Delivery> find(UUID webhook, UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM webhook.delivery WHERE webhook = :webhook AND id = :id")
                .param("webhook", webhook)
                .param("id", id)
                .query((row, number) -> delivery(row))
                .optional();
    }

    /** The newest first. */
    List<Row> page(UUID webhook, PageRequest page) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM webhook.delivery"
                        + " WHERE webhook = :webhook AND sequence < :before ORDER BY sequence DESC LIMIT :limit")
                .param("webhook", webhook)
                .param("before", page.afterNumber().orElse(Long.MAX_VALUE))
                .param("limit", page.limit())
                .query((row, number) -> new Row(row.getLong("sequence"), delivery(row)))
                .list();
    }

    /** Forgets deliveries that have been done for this long. */
    int forget(Duration age) {
        return jdbc.sql("""
                        DELETE FROM webhook.delivery
                         WHERE state <> 'pending' AND finished_at < clock_timestamp() - :age * interval '1 millisecond'
                        """).param("age", age.toMillis()).update();
    }

    private static String wireName(DeliveryState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        DeliveryState state = DeliveryState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        return new Delivery(
                row.getObject("id", UUID.class),
                WebhookEvent.of(row.getString("event")),
                state,
                row.getInt("attempts"),
                row.getTimestamp("created_at").toInstant(),
                state == DeliveryState.PENDING ? row.getTimestamp("due_at").toInstant() : null,
                instant(row.getTimestamp("finished_at")),
                row.getObject("response_status", Integer.class),
                row.getObject("latency_ms", Long.class),
                row.getString("error"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
