package dev.holdfast.tracking;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run begins with.
 *
 * @param experiment made where it does not exist
 * @param runName a name to recognise it by, not necessarily unique; one is invented where it is absent
 */
public record RunStart(String experiment, @Nullable String runName, Map<String, String> tags) {
    public RunStart {
        tags = Map.copyOf(tags);
    }
}
