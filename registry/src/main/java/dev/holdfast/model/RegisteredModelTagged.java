package dev.holdfast.model;

/** A registered model's tag was set, to another value or to the same. */
public record RegisteredModelTagged(String model, String key, String value) {}
