package dev.holdfast.storage;

/**
 * What a garbage collection found and freed.
 *
 * @param referenced blobs that some module still names
 * @param young blobs that nobody names yet but that are younger than the grace period
 * @param deleted blobs that were deleted
 * @param freedBytes their size together
 */
public record GarbageReport(long referenced, long young, long deleted, long freedBytes) {}
