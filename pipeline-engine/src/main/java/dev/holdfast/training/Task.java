package dev.holdfast.training;

/** What a model predicts. */
public enum Task {
    /** One of a few classes, with probabilities. */
    CLASSIFICATION,
    /** A number. */
    REGRESSION,
    /**
     * Decided by the algorithm and the label: text, booleans and up to 20 distinct whole numbers are classes, anything
     * else is a number. Never the task of a trained model.
     */
    AUTO
}
