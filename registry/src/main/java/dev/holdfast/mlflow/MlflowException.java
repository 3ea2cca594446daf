package dev.holdfast.mlflow;

/** A failure that the protocol has a code and, often, a wording of its own for. */
public final class MlflowException extends RuntimeException {
    private final MlflowErrorCode code;

    public MlflowException(MlflowErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** What clients meet most: {@code INVALID_PARAMETER_VALUE}. */
    public static MlflowException invalid(String message) {
        return new MlflowException(MlflowErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    public static MlflowException notFound(String message) {
        return new MlflowException(MlflowErrorCode.RESOURCE_DOES_NOT_EXIST, message);
    }

    public static MlflowException exists(String message) {
        return new MlflowException(MlflowErrorCode.RESOURCE_ALREADY_EXISTS, message);
    }

    public MlflowErrorCode code() {
        return code;
    }
}
