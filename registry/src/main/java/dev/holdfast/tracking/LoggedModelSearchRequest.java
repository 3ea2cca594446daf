package dev.holdfast.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What logged models are looked for.
 *
 * @param experiments in which
 * @param filter in the search grammar; absent or blank for all
 * @param datasets only figures that were measured on one of these count; where the filter names no metric, models that have any such
 *     figure. All figures count where it is empty
 * @param orderBy without any the model that was made last comes first
 * @param maxResults models on a page, 1 to 50,000
 * @param pageToken where to go on, as an earlier page of the same search said
 */
public record LoggedModelSearchRequest(
        List<Long> experiments,
        @Nullable String filter,
        List<Dataset> datasets,
        List<Order> orderBy,
        int maxResults,
        @Nullable String pageToken) {
    public static final int LIMIT = 50_000;

    public LoggedModelSearchRequest {
        experiments = List.copyOf(experiments);
        datasets = List.copyOf(datasets);
        orderBy = List.copyOf(orderBy);
    }

    /**
     * A dataset that figures were measured on.
     *
     * @param digest any where it is absent
     */
    public record Dataset(String name, @Nullable String digest) {}

    /**
     * One key of the order.
     *
     * @param field an attribute, or {@code metrics.} and a key: then the latest figure counts
     * @param dataset only figures that were measured on it count
     */
    public record Order(
            String field, boolean ascending, @Nullable Dataset dataset) {}
}
