package dev.holdfast.mlflow;

/** The protocol's kinds of failure, by their names on the wire. */
public enum MlflowErrorCode {
    INVALID_PARAMETER_VALUE(400),
    BAD_REQUEST(400),
    RESOURCE_ALREADY_EXISTS(400),
    UNAUTHENTICATED(401),
    PERMISSION_DENIED(403),
    RESOURCE_DOES_NOT_EXIST(404),
    NOT_FOUND(404),
    ENDPOINT_NOT_FOUND(404),
    RESOURCE_CONFLICT(409),
    REQUEST_LIMIT_EXCEEDED(429),
    INTERNAL_ERROR(500),
    NOT_IMPLEMENTED(501),
    TEMPORARILY_UNAVAILABLE(503),
    DEADLINE_EXCEEDED(504);

    private final int status;

    MlflowErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }
}
