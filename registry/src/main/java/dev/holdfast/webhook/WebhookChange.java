package dev.holdfast.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a webhook; what is absent stays as it is.
 *
 * @param description empty for none
 * @param secret empty for none
 */
public record WebhookChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable String url,
        @Nullable List<WebhookEvent> events,
        @Nullable String secret,
        @Nullable WebhookStatus status) {}
