package dev.holdfast.model;

/** A model version's tag was set, to another value or to the same. */
public record ModelVersionTagged(String model, int version, String key, String value) {}
