package dev.holdfast.monitoring;

/** How the values of a column are compared. */
public enum ColumnKind {
    NUMERIC,
    CATEGORICAL
}
