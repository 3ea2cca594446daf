package dev.holdfast.dataset;

/** How often a value occurs. */
public record ValueCount(String value, long count) {}
