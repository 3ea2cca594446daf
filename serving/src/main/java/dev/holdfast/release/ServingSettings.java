package dev.holdfast.release;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.runtime.Batching;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment's requests are run.
 *
 * @param batching whether requests are joined into one run
 */
public record ServingSettings(Batching batching) {
    public static final ServingSettings DEFAULTS = of(null);

    /** Settings with defaults for what is absent. */
    @JsonCreator
    public static ServingSettings of(@JsonProperty("batching") @Nullable Batching batching) {
        return new ServingSettings(batching == null ? Batching.OFF : batching);
    }
}
