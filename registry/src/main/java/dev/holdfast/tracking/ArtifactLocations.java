package dev.holdfast.tracking;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What may be an experiment's artifact location: any place that the client can write to by itself, or ours. */
@Component
class ArtifactLocations {
    /** How often percent-encoding is undone. */
    private static final int DECODED = 10;

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.\\-]+):(.*)", Pattern.DOTALL);

    /** Those that name a host. */
    private static final Set<String> HOST_ADDRESSED =
            Set.of("ftp", "sftp", "hdfs", "viewfs", "http", "https", "mlflow-artifacts", "r2", "b2", "abfss");

    private final Set<String> allowed;

    ArtifactLocations(@Value("${holdfast.models.sources.allowed-schemes:}") List<String> allowed) {
        this.allowed = allowed.stream()
                .map(scheme -> scheme.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The location as it is kept: one relative to a folder is so to the server's. A problem (422) where it may be none. */
    String resolve(String location) {
        check(location);
        Matcher matcher = SCHEME.matcher(location);
        String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        String rest = matcher.matches() ? matcher.group(2) : location;
        if (HOST_ADDRESSED.contains(scheme)
                && !allowed.contains(scheme)
                && !(scheme.equals("mlflow-artifacts") && !hasHost(rest))) {
            throw invalid("'artifact_location' cannot use the '" + scheme + "' scheme: the '" + scheme
                    + "' scheme addresses a host other than the tracking server's configured artifact storage,"
                    + " so the server would connect to the host named in the URI. Set"
                    + " holdfast.models.sources.allowed-schemes on the server to allow it.");
        }
        if (rest.startsWith("/") || !Set.of("", "file").contains(scheme)) {
            return location;
        }
        String folder = Path.of("").toAbsolutePath().toString();
        return (scheme.isEmpty() ? "" : "file://") + (folder.equals("/") ? "" : folder) + "/" + rest;
    }

    private static boolean hasHost(String rest) {
        return rest.startsWith("//") && rest.length() > 2 && rest.charAt(2) != '/';
    }

    private static void check(String location) {
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
