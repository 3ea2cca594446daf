package dev.holdfast.model;

import dev.holdfast.artifact.ArtifactPath;
import org.jspecify.annotations.Nullable;

/**
 * A source that was checked.
 *
 * @param uri as it is recorded
 * @param storageLocation where the files are found, if not at the URI
 * @param files where the files lie in our artifacts; absent where they are kept elsewhere
 * @param copyOf the version whose files these are
 */
record ModelSource(
        String uri,
        @Nullable String storageLocation,
        @Nullable String runId,
        @Nullable String modelId,
        @Nullable ArtifactPath files,
        @Nullable ModelVersion copyOf) {}
