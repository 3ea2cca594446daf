package dev.holdfast.model;

/** A registered model, with all that belongs to it, goes by another name. */
public record RegisteredModelRenamed(String formerName, String model) {}
