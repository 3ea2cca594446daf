package dev.holdfast.tracking;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.List;

/** How much one search may ask for. */
final class SearchLimits {
    private SearchLimits() {}

    /** A malformed request unless {@code maxResults} is from 1 to {@code limit}. */
    static void check(int maxResults, int limit) {
        if (maxResults < 1 || maxResults > limit) {
            String message = "Invalid value " + maxResults + " for parameter 'max_results' supplied. It must be "
                    + (maxResults < 1 ? "a positive integer" : "at most " + limit);
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST,
                    message,
                    List.of(new FieldError("max_results", maxResults, message)));
        }
    }
}
