package dev.holdfast.search;

/** One key of an order. */
public record Ordering(Identifier identifier, boolean ascending) {}
