package dev.holdfast.dataset;

/** A column of a dataset version, in the order of the file. */
public record Column(String name, ColumnType type) {}
