package dev.holdfast.tracking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.tracking.RunSearch.Found;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What searches found, for as long as the database has not changed at all: pages that show runs ask for the same again and again, most
 * of the time for nothing new.
 *
 * <p>A snapshot names the transactions whose changes can be seen. Its parts only go forward: where the snapshot is the one that was
 * taken before a search, nothing was committed since, in no process and no table, and the search would find the same. A transaction
 * also sees what it has changed itself, so inside one every search is done.
 */
@Component
class FoundRuns {
    /** Another server, or one that was restored, may come to the same snapshot with other changes. */
    private static final String SNAPSHOT = "SELECT pg_current_snapshot() || ' ' || pg_postmaster_start_time()";

    /** Runs in all pages that are kept; a page counts as at least {@link #SMALLEST}. */
    private static final long MOST = 200_000;

    private static final int SMALLEST = 20;

    private final JdbcTemplate jdbc;
    private final Cache<RunSearchRequest, Kept> kept = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((RunSearchRequest request, Kept found) -> found.size())
            .executor(Runnable::run)
            .build();

    FoundRuns(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What was found for the request before, if that still holds, or what {@code search} finds. */
    Found get(RunSearchRequest request, Supplier<Found> search) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return search.get();
        }
        String snapshot = jdbc.queryForObject(SNAPSHOT, String.class);
        if (snapshot == null) {
            return search.get();
        }
        Kept before = kept.getIfPresent(request);
        if (before != null && before.snapshot().equals(snapshot)) {
            return before.found();
        }
        Found found = search.get();
        kept.put(request, new Kept(snapshot, found));
        return found;
    }

    private record Kept(String snapshot, Found found) {
        int size() {
            return Math.max(SMALLEST, found.runs().size());
        }
    }
}
