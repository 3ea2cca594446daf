package dev.holdfast.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which registered models or versions are wanted.
 *
 * @param filter in the search grammar; absent for all
 * @param orderBy what comes first; ties are broken so that the order is total
 * @param maxResults on a page
 * @param pageToken where to go on, as an earlier page said
 */
public record RegistryQuery(
        @Nullable String filter,
        List<String> orderBy,
        int maxResults,
        @Nullable String pageToken) {
    public RegistryQuery {
        orderBy = List.copyOf(orderBy);
    }
}
