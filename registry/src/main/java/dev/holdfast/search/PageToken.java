package dev.holdfast.search;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where a search goes on, opaque to callers.
 *
 * @param query what the search asked for, as {@link #fingerprint} has it: a token is only good for the query that gave it
 * @param keys the order-by values of the last row that was given, in whatever form its room likes; they may hold any character
 */
public record PageToken(String query, List<String> keys) {
    private static final int MOST_DIGITS = 9;

    public PageToken {
        keys = List.copyOf(keys);
    }

    /** Stands for a query: equal for equal parts in equal order, and otherwise different. */
    public static String fingerprint(Object... parts) {
        StringBuilder all = new StringBuilder();
        for (Object part : parts) {
            append(all, String.valueOf(part));
        }
        return Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    public String encode() {
        StringBuilder all = new StringBuilder();
        append(all, query);
        keys.forEach(key -> append(all, key));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what {@link #encode} wrote; a malformed request where it did not. */
    public static PageToken decode(String token) {
        String all;
        try {
            all = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable(token);
        }
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < all.length()) {
            int colon = all.indexOf(':', at);
            int length = colon < 0 || colon - at > MOST_DIGITS ? -1 : number(all.substring(at, colon));
            if (length < 0 || length > all.length() - colon - 1) {
                throw unreadable(token);
            }
            at = colon + 1 + length;
            parts.add(all.substring(colon + 1, at));
        }
        if (parts.isEmpty()) {
            throw unreadable(token);
        }
        return new PageToken(parts.getFirst(), parts.subList(1, parts.size()));
    }

    /** Reads a token of the query with this fingerprint and this many keys. */
    public static List<String> decode(String token, String query, int keys) {
        PageToken read = decode(token);
        if (!read.query().equals(query) || read.keys().size() != keys) {
            throw invalid(
                    token, "Invalid page token: another search gave it; leave it out to start from the beginning");
        }
        return read.keys();
    }

    /** The refusal of a token that reads well but makes no sense. */
    public static ProblemException invalid(String token, String message) {
        return new ProblemException(
                ProblemType.MALFORMED_REQUEST,
                message,
                List.of(new FieldError("page_token", Refusals.shorten(token), message)));
    }

    /** In the words of MLflow, whose tokens have no other form. */
    private static ProblemException unreadable(String token) {
        return invalid(token, "Invalid page token, could not base64-decode");
    }

    private static void append(StringBuilder all, String part) {
        all.append(part.length()).append(':').append(part);
    }

    private static int number(String digits) {
        boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(digits) : -1;
    }
}
