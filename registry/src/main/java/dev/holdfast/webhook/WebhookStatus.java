package dev.holdfast.webhook;

/** Whether a webhook is told anything. */
public enum WebhookStatus {
    ACTIVE,
    /** What happens meanwhile is not told later; what waits to be sent goes on waiting. */
    DISABLED;
}
