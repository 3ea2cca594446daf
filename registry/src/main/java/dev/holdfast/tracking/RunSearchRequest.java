package dev.holdfast.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs are looked for.
 *
 * @param experiments in which; none where it is empty
 * @param filter in the search grammar; absent or blank for all
 * @param orderBy clauses of the search grammar; without any the run that started last comes first. Runs that are equal in all of them
 *     come by start, the last first, and then by id
 * @param maxResults runs on a page, 1 to 50,000
 * @param pageToken where to go on, as an earlier page of the same order said
 */
public record RunSearchRequest(
        List<Long> experiments,
        @Nullable String filter,
        List<String> orderBy,
        LifecycleView view,
        int maxResults,
        @Nullable String pageToken) {
    public static final int LIMIT = 50_000;

    public RunSearchRequest {
        experiments = experiments.stream().distinct().toList();
        orderBy = List.copyOf(orderBy);
    }
}
