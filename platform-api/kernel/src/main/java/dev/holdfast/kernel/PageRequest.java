package dev.holdfast.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param maxResults rows on a page, 1 to 1,000
 * @param pageToken where to go on, as an earlier page said; absent for the first page
 */
public record PageRequest(int maxResults, @Nullable String pageToken) {
    public static final int DEFAULT_MAX_RESULTS = 50;
    public static final int LIMIT = 1_000;
    private static final char SEPARATOR = '\u001f';

    public PageRequest {
        if (maxResults < 1 || maxResults > LIMIT) {
            throw ProblemException.malformed("max_results", maxResults, "must be from 1 to " + LIMIT + ".");
        }
    }

    public static PageRequest first() {
        return new PageRequest(DEFAULT_MAX_RESULTS, null);
    }

    /** Rows to read: one more than the page holds tells whether another page follows. */
    public int limit() {
        return maxResults + 1;
    }

    /** The order-by values of the last row before this page: empty for the first page. */
    public Optional<List<String>> after(int columns) {
        if (pageToken == null) {
            return Optional.empty();
        }
        List<String> keys = decode(pageToken);
        if (keys.size() != columns) {
            throw badToken();
        }
        return Optional.of(keys);
    }

    /** The order-by value, a whole number, of the last row before this page. */
    public Optional<Long> afterNumber() {
        return after(1).map(keys -> {
            try {
                return Long.valueOf(keys.getFirst());
            } catch (NumberFormatException e) {
                throw badToken();
            }
        });
    }

    static String encodeToken(List<String> keys) {
        String joined = String.join(String.valueOf(SEPARATOR), keys);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> decode(String token) {
        String joined;
        try {
            joined = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badToken();
        }
        List<String> keys = new ArrayList<>();
        int start = 0;
        for (int end = joined.indexOf(SEPARATOR); end >= 0; end = joined.indexOf(SEPARATOR, start)) {
            keys.add(joined.substring(start, end));
            start = end + 1;
        }
        keys.add(joined.substring(start));
        return keys;
    }

    private ProblemException badToken() {
        return ProblemException.malformed(
                "page_token", pageToken, "is not one that this list gave; leave it out to start from the beginning.");
    }
}
