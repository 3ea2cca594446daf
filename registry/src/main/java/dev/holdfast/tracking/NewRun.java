package dev.holdfast.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run to be made.
 *
 * @param experiment the number of one that exists
 * @param name invented where it is absent or empty
 * @param user who starts it, as the client says
 * @param startTimeMs milliseconds since 1970
 */
public record NewRun(long experiment, @Nullable String name, String user, long startTimeMs, List<KeyValue> tags) {
    public NewRun {
        tags = List.copyOf(tags);
    }
}
