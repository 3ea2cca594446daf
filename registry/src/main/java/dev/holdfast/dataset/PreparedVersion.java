package dev.holdfast.dataset;

import dev.holdfast.storage.Blob;

/**
 * A file that is stored and known to be a good table, and belongs to no dataset yet.
 *
 * @param blob its bytes, which are garbage unless a dataset takes them within the grace period
 * @param profile its statistics
 */
public record PreparedVersion(DatasetFormat format, Blob blob, DatasetProfile profile) {}
