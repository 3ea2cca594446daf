package dev.holdfast.model;

/** An alias points at nothing any more, if it did. */
public record AliasDeleted(String model, String alias) {}
