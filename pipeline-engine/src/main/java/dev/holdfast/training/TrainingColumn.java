package dev.holdfast.training;

/** One named column of a training table. */
public sealed interface TrainingColumn permits NumericColumn, CategoricalColumn {
    String name();

    /** The number of values, missing ones included. */
    int rows();
}
