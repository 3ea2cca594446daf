package dev.holdfast.model;

import dev.holdfast.kernel.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model version came into being.
 *
 * @param digest the root of its manifest
 * @param source the URI that its files were registered from, or are served at
 * @param runId the run that made it
 */
public record ModelVersionRegistered(
        String model,
        int version,
        Digest digest,
        String source,
        @Nullable String runId,
        Map<String, String> tags,
        @Nullable String description) {
    public ModelVersionRegistered {
        tags = Map.copyOf(tags);
    }
}
