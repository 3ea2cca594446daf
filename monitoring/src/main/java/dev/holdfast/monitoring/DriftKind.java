package dev.holdfast.monitoring;

/** What has drifted. */
public enum DriftKind {
    /** The distribution of one or more features. */
    INPUT,
    /** The distribution of what the model predicts. */
    PREDICTION,
    /** How often, or by how much, the model is wrong. */
    PERFORMANCE
}
