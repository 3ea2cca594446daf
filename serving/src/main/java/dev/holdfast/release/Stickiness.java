package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes the same caller, or the same entity, get the same arm: exactly one of both.
 *
 * @param header a request header or gRPC metadata key; requests without it are spread at random
 * @param column an input column; the first row of a request counts, a missing value is spread at random
 */
public record Stickiness(@Nullable String header, @Nullable String column) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    public Stickiness {
        if ((header == null) == (column == null)) {
            throw ProblemException.invalid("sticky_by", null, "must have either header or column.");
        }
        if (header != null && !TOKEN.matcher(header).matches()) {
            throw ProblemException.invalid("sticky_by.header", header, "is not the name of a header.");
        }
    }
}
