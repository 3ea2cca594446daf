package dev.holdfast.batch;

import org.jspecify.annotations.Nullable;

/** Which jobs are asked for; what is absent does not matter. */
public record BatchJobFilter(
        @Nullable String deployment,
        @Nullable BatchJobState state,
        @Nullable String dataset,
        @Nullable String outputDataset) {}
