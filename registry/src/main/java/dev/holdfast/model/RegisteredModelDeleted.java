package dev.holdfast.model;

/** A registered model went, with its versions, tags and aliases. */
public record RegisteredModelDeleted(String model) {}
