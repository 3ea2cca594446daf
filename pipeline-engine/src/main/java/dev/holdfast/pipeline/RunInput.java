package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of an input come from in one run; frozen when the run is created.
 *
 * @param dataset absent where the rows are the deployment's traffic and no dataset stands in for it
 * @param traffic the deployment whose labelled rows are wanted
 */
public record RunInput(
        String name,
        @Nullable String dataset,
        @Nullable Integer version,
        @Nullable Digest digest,
        @Nullable String traffic) {}
