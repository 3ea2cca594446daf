package dev.holdfast.model;

/** What a model's file is written in. */
public enum ModelFormat {
    ONNX
}
