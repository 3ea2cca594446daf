package dev.holdfast.model;

/**
 * What a registration led to.
 *
 * @param created false where the same request had been made before
 */
public record ModelRegistered(ModelVersion version, boolean created) {}
