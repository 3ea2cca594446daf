package dev.holdfast.tracking;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What may be an experiment's artifact location: any place that the client can write to by itself, or ours. */
final class ArtifactLocations {
    /** How often percent-encoding is undone. */
    private static final int DECODED = 10;

    private ArtifactLocations() {}

    static void check(String location) {
        if (location.indexOf('#') >= 0 || location.indexOf(';') >= 0) {
            throw invalid("'artifact_location' URL can't include fragments or params.");
        }
        int query = location.indexOf('?');
        if (query >= 0 && decoded(location.substring(query + 1)).contains("..")) {
            throw invalid("Invalid query string");
        }
        if (location.toLowerCase(Locale.ROOT).startsWith("runs:")) {
            throw invalid("Artifact location cannot be a runs:/ URI. Given: '" + location + "'");
        }
        if (location.length() > Checks.MAX_LOCATION) {
            throw invalid("Invalid artifact path length. The length of the artifact path cannot be greater than "
                    + Checks.MAX_LOCATION + " characters.");
        }
        String scheme = location.toLowerCase(Locale.ROOT);
        // Below our own root, only what is ours to give: the paths of other experiments' artifacts are not.
        if (scheme.startsWith("mlflow-artifacts:") && decoded(location).contains("..")) {
            throw invalid("Invalid artifact location: '" + location + "' must not contain '..'.");
        }
        if (location.chars().anyMatch(Character::isISOControl)) {
            throw invalid("Invalid artifact location: it must not contain control characters.");
        }
    }

    private static String decoded(String text) {
        String current = text;
        for (int i = 0; i < DECODED; i++) {
            String next;
            try {
                next = URLDecoder.decode(current, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                // Not encoded: a percent sign that means itself.
                return current;
            }
            if (next.equals(current)) {
                return current;
            }
            current = next;
        }
        return current;
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID, detail);
    }
}
