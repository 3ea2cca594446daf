package dev.holdfast.tracking;

/** How far the client is with logging a model. */
public enum LoggedModelStatus {
    PENDING,
    READY,
    UPLOAD_FAILED
}
