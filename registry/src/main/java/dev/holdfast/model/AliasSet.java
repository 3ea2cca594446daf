package dev.holdfast.model;

/** An alias points at this version from now on. */
public record AliasSet(String model, String alias, int version) {}
