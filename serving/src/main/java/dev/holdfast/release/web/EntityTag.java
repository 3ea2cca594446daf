package dev.holdfast.release.web;

import dev.holdfast.kernel.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A deployment's revision as its ETag. */
final class EntityTag {
    private static final Pattern PATTERN = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private EntityTag() {}

    static String of(long revision) {
        return "\"" + revision + "\"";
    }

    /** The revision that a change is meant for; null: any. */
    static @Nullable Long revision(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        Matcher tag = PATTERN.matcher(ifMatch);
        if (!tag.matches()) {
            throw ProblemException.malformed(
                    HttpHeaders.IF_MATCH, ifMatch, "is not an ETag that this resource gave, such as \"3\".");
        }
        return Long.valueOf(tag.group(1));
    }
}
