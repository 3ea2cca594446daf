package dev.holdfast.release;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.runtime.Batching;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment's requests are run.
 *
 * @param batching whether requests are joined into one run
 * @param cache whether answers are kept and given again
 * @param keepWarm whether what answers stays in memory although it is not asked and others need the room
 */
public record ServingSettings(Batching batching, Caching cache, boolean keepWarm) {
    public static final ServingSettings DEFAULTS = of(null, null, null);

    /** Settings with defaults for what is absent. */
    @JsonCreator
    public static ServingSettings of(
            @JsonProperty("batching") @Nullable Batching batching,
            @JsonProperty("cache") @Nullable Caching cache,
            @JsonProperty("keep_warm") @Nullable Boolean keepWarm) {
        return new ServingSettings(
                batching == null ? Batching.OFF : batching,
                cache == null ? Caching.OFF : cache,
                keepWarm != null && keepWarm);
    }
}
