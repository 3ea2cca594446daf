package dev.holdfast.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset that a run read, as the client describes it.
 *
 * @param digest the client's own, up to 36 characters
 * @param source where it came from, in JSON
 * @param schema in JSON
 * @param profile in JSON
 */
public record DatasetUse(
        String name,
        String digest,
        String sourceType,
        String source,
        @Nullable String schema,
        @Nullable String profile,
        List<KeyValue> tags) {
    public DatasetUse {
        tags = List.copyOf(tags);
    }

    /** What for: {@code training}, {@code evaluation}; empty where the client does not say. */
    String context() {
        return tags.stream()
                .filter(tag -> tag.key().equals(InputStore.CONTEXT))
                .map(KeyValue::value)
                .findFirst()
                .orElse("");
    }
}
