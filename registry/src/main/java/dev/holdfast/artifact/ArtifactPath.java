package dev.holdfast.artifact;

import dev.holdfast.kernel.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A place in the tree of artifacts, known to be harmless: names joined by '/', none of them empty, {@code .} or {@code ..}, however
 * often the percent-encoding in it is undone. The empty text is the root.
 *
 * @param text as it was given, without a slash at either end
 */
public record ArtifactPath(String text) implements Comparable<ArtifactPath> {
    public static final ArtifactPath ROOT = new ArtifactPath("");

    private static final String SCHEME = "mlflow-artifacts";
    private static final String ENDPOINT = "/mlflow-artifacts/artifacts/";

    /** @throws ProblemException if the path could lead elsewhere, or is too long */
    public ArtifactPath {
        String wrong = PathCheck.problemOf(text);
        if (wrong != null) {
            throw ProblemException.invalid("path", shown(text), wrong);
        }
    }

    /**
     * Reads what a caller sent; a slash at the end is left off.
     *
     * @throws ProblemException if the path could lead elsewhere, or is too long
     */
    public static ArtifactPath parse(String text) {
        return new ArtifactPath(text.endsWith("/") && text.length() > 1 ? text.substring(0, text.length() - 1) : text);
    }

    /**
     * Where a location like {@code mlflow-artifacts:/0/<run>/artifacts} lies, or one by the URL of the endpoint that serves it. Empty if
     * it lies outside this server.
     *
     * @throws ProblemException if it lies here but its path is not valid
     */
    public static Optional<ArtifactPath> ofUri(String location) {
        URI uri;
        try {
            uri = new URI(location);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (scheme.equals(SCHEME)) {
            return Optional.of(parse(path.replaceFirst("^/+", "")));
        }
        int endpoint = path.indexOf(ENDPOINT);
        return Set.of("http", "https").contains(scheme) && endpoint >= 0
                ? Optional.of(parse(path.substring(endpoint + ENDPOINT.length())))
                : Optional.empty();
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /** The last name in the path; empty for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** What this is directly in; the root is in itself. */
    public ArtifactPath parent() {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? ROOT : new ArtifactPath(text.substring(0, slash));
    }

    /**
     * What lies at a relative path below this; the empty path is this itself.
     *
     * @throws ProblemException as {@link #parse} does
     */
    public ArtifactPath resolve(String relative) {
        if (relative.isEmpty()) {
            return this;
        }
        ArtifactPath below = parse(relative);
        return isRoot() ? below : new ArtifactPath(text + "/" + below.text);
    }

    /** Whether this is {@code other} or lies below it. */
    public boolean startsWith(ArtifactPath other) {
        return other.isRoot() || text.equals(other.text) || text.startsWith(other.text + "/");
    }

    /** The rest of the path below {@code ancestor}, which this must start with. */
    public String relativeTo(ArtifactPath ancestor) {
        if (!startsWith(ancestor)) {
            throw new IllegalArgumentException(text + " is not below " + ancestor.text);
        }
        return text.substring(Math.min(text.length(), ancestor.isRoot() ? 0 : ancestor.text.length() + 1));
    }

    @Override
    public int compareTo(ArtifactPath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static String shown(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
