package dev.holdfast.model;

import java.util.Optional;

/** What a model's files are. */
public enum ModelFormat {
    /** One file that ONNX Runtime opens; with other files beside it where it was logged with MLflow. */
    ONNX,
    /** One archive that {@code torch.jit.save} wrote. */
    TORCHSCRIPT,
    /** One file that XGBoost's {@code save_model} wrote, as JSON or UBJSON. */
    XGBOOST,
    /** A folder with an {@code MLmodel} file of flavours that only Python can load. */
    MLFLOW,
    /** Anything else: files without a description, or files that are kept elsewhere. */
    FILES;

    /** MLflow's name for what can load the one file of a version in Python; empty where there is no such file. */
    Optional<String> flavor() {
        return switch (this) {
            case ONNX -> Optional.of("onnx");
            case TORCHSCRIPT -> Optional.of("pytorch");
            case XGBOOST -> Optional.of("xgboost");
            case MLFLOW, FILES -> Optional.empty();
        };
    }

    /** Whether there is an engine for it. */
    boolean isServed() {
        return flavor().isPresent();
    }
}
