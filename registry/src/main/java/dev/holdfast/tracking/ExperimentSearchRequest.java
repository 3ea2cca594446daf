package dev.holdfast.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What experiments are looked for.
 *
 * @param filter in the search grammar; absent or blank for all
 * @param orderBy clauses of the search grammar; without any the experiment that was made last comes first
 * @param maxResults experiments on a page, 1 to 50,000
 * @param pageToken where to go on, as an earlier page of the same order said
 */
public record ExperimentSearchRequest(
        @Nullable String filter,
        List<String> orderBy,
        LifecycleView view,
        int maxResults,
        @Nullable String pageToken) {
    public static final int LIMIT = 50_000;

    public ExperimentSearchRequest {
        orderBy = List.copyOf(orderBy);
    }
}
