package dev.holdfast.model;

/** A model version went, with its tags and the aliases that pointed at it; its number is not given again. */
public record ModelVersionDeleted(String model, int version) {}
