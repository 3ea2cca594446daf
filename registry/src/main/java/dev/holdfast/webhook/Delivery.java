package dev.holdfast.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a webhook.
 *
 * @param id what the receiver is sent as {@code X-MLflow-Delivery-Id}, the same in every attempt
 * @param attempts how often it was tried, the attempt that runs included
 * @param nextAttemptAt while pending: when it is tried next, or when the attempt that runs counts as lost
 * @param finishedAt when it was delivered or given up
 * @param responseStatus the HTTP status of the last answer, if there was one
 * @param latencyMs how long the last attempt took
 * @param error why the last attempt failed
 */
public record Delivery(
        UUID id,
        WebhookEvent event,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt,
        @Nullable Integer responseStatus,
        @Nullable Long latencyMs,
        @Nullable String error) {}
