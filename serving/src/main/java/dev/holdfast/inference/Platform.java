package dev.holdfast.inference;

import dev.holdfast.model.ModelFormat;

/**
 * What runs a model, in the words of the Open Inference Protocol.
 *
 * @param name the engine and the format
 * @param backend the engine
 * @param fileName what a model's file is called by default
 */
record Platform(String name, String backend, String fileName) {
    static Platform of(ModelFormat format) {
        return switch (format) {
            case ONNX -> new Platform("onnxruntime_onnx", "onnxruntime", "model.onnx");
            case TORCHSCRIPT -> new Platform("pytorch_libtorch", "pytorch", "model.pt");
            case XGBOOST -> new Platform("xgboost", "xgboost", "model.json");
            case MLFLOW, FILES -> throw new IllegalArgumentException("Nothing runs " + format);
        };
    }
}
