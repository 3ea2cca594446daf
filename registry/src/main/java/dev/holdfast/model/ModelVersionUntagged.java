package dev.holdfast.model;

/** A model version's tag was removed, if it was there. */
public record ModelVersionUntagged(String model, int version, String key) {}
