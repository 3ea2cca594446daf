package dev.holdfast.batch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch job succeeded, failed or was cancelled.
 *
 * @param outputVersion of the output dataset; absent unless it succeeded
 */
public record BatchJobEnded(
        UUID id,
        BatchJobState state,
        String deployment,
        int release,
        String outputDataset,
        @Nullable Integer outputVersion) {}
