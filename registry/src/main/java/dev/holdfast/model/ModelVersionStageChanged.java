package dev.holdfast.model;

/** A model version was moved to a stage, by itself or because another version took its place. */
public record ModelVersionStageChanged(String model, int version, ModelStage from, ModelStage to) {}
