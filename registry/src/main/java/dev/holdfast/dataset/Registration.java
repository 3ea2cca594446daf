package dev.holdfast.dataset;

/**
 * What a registration led to.
 *
 * @param created false where the dataset had a version with the same bytes and format already
 */
public record Registration(DatasetVersion version, boolean created) {}
