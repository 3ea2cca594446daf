package dev.holdfast.tracking;

import dev.holdfast.search.PageToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Service;

/** Finds logged models by what is known of them. */
@Service
public class LoggedModelSearch {
    private final SearchClient client;
    private final LoggedModelReader reader;

    LoggedModelSearch(SearchClient client, LoggedModelReader reader) {
        this.client = client;
        this.reader = reader;
    }

    /** A page of models; a problem (400) where the filter or the order can't be read, or the token is of another search. */
    public LoggedModelPage search(LoggedModelSearchRequest request) {
        SearchLimits.check(request.maxResults(), LoggedModelSearchRequest.LIMIT);
        LoggedModelQuery query = new LoggedModelQuery(request);
        String token = request.pageToken();
        if (token != null) {
            query.after(keys(request, token, query.order().columns().size()), token);
        }
        Found found = client.filtered(query.sql(request.maxResults() + 1))
                .params(query.parameters())
                .query((ResultSetExtractor<Found>) rows -> read(rows, query, request.maxResults()));
        return new LoggedModelPage(reader.read(found.rows()), token(request, found.last()));
    }

    private static Found read(ResultSet rows, LoggedModelQuery query, int maxResults) throws SQLException {
        List<Long> found = new ArrayList<>();
        List<String> last = List.of();
        while (rows.next()) {
            if (found.size() == maxResults) {
                return new Found(found, last);
            }
            found.add(rows.getLong(1));
            if (found.size() == maxResults) {
                last = query.order().keys(rows);
            }
        }
        return new Found(found, null);
    }

    private static @Nullable String token(LoggedModelSearchRequest request, @Nullable List<String> last) {
        if (last == null) {
            return null;
        }
        List<String> keys = new ArrayList<>(fingerprints(request));
        keys.addAll(last);
        return new PageToken("logged_models", keys).encode();
    }

    private static List<String> keys(LoggedModelSearchRequest request, String token, int columns) {
        List<String> fingerprints = fingerprints(request);
        List<String> keys = PageToken.decode(token).keys();
        String[] parts = {"Experiment IDs", "Filter string", "Order by", "Datasets"};
        for (int i = 0; i < parts.length; i++) {
            if (i >= keys.size() || !keys.get(i).equals(fingerprints.get(i))) {
                throw PageToken.invalid(
                        token,
                        parts[i] + " in the page token do" + (parts[i].endsWith("s") ? "" : "es")
                                + " not match the requested "
                                + (i == 0 ? "experiment IDs" : parts[i].toLowerCase(Locale.ROOT)) + ".");
            }
        }
        if (keys.size() != parts.length + columns) {
            throw PageToken.invalid(token, "Invalid page token; leave it out to start from the beginning");
        }
        return keys.subList(parts.length, keys.size());
    }

    private static List<String> fingerprints(LoggedModelSearchRequest request) {
        return List.of(
                PageToken.fingerprint(request.experiments()),
                PageToken.fingerprint(String.valueOf(request.filter())),
                PageToken.fingerprint(request.orderBy()),
                PageToken.fingerprint(request.datasets()));
    }

    private record Found(List<Long> rows, @Nullable List<String> last) {}
}
