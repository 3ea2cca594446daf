package dev.holdfast.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place that is told about events by {@code POST}.
 *
 * @param events what it is told, in the order in which they were given
 * @param signed whether there is a secret; it is never shown
 */
public record Webhook(
        UUID id,
        String name,
        @Nullable String description,
        String url,
        List<WebhookEvent> events,
        WebhookStatus status,
        boolean signed,
        Instant createdAt,
        String createdBy,
        Instant changedAt) {
    public Webhook {
        events = List.copyOf(events);
    }
}
