package dev.holdfast.tracking;

/**
 * A run as it is after a number of changes.
 *
 * @param id the run's row
 * @param revision grows with every change of what the run shows
 */
record RunRevision(long id, long revision) {}
