package dev.holdfast.model;

/** What a model's files are. */
public enum ModelFormat {
    /** One file that ONNX Runtime opens; with other files beside it where it was logged with MLflow. */
    ONNX,
    /** A folder with an {@code MLmodel} file of flavours that only Python can load. */
    MLFLOW,
    /** Anything else: files without a description, or files that are kept elsewhere. */
    FILES
}
