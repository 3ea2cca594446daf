package dev.holdfast.webhook;

/** How far a delivery got. */
public enum DeliveryState {
    PENDING,
    SUCCEEDED,
    /** Given up: refused for good, or tried as often as the configuration allows. */
    FAILED
}
