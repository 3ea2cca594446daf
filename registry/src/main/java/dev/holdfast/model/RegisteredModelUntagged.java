package dev.holdfast.model;

/** A registered model's tag was removed, if it was there. */
public record RegisteredModelUntagged(String model, String key) {}
