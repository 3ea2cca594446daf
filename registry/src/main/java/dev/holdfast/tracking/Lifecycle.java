package dev.holdfast.tracking;

/** Whether something is in use or was put in the bin. */
public enum Lifecycle {
    ACTIVE,
    DELETED
}
