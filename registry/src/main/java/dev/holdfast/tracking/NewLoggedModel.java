package dev.holdfast.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that a client is about to log.
 *
 * @param name one is invented where it is absent; none of {@code / : . % " '}
 * @param sourceRunId the run that makes it
 */
public record NewLoggedModel(
        long experiment,
        @Nullable String name,
        @Nullable String modelType,
        @Nullable String sourceRunId,
        List<KeyValue> params,
        List<KeyValue> tags) {
    public NewLoggedModel {
        params = List.copyOf(params);
        tags = List.copyOf(tags);
    }
}
