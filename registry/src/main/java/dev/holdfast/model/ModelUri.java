package dev.holdfast.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a URI like {@code models:/fraud/3} names. */
sealed interface ModelUri {
    /** A logged model: {@code models:/m-…}. */
    record Logged(String modelId) implements ModelUri {}

    /**
     * A version of a registered model; the newest one where neither is given.
     *
     * @param version the number, or {@code null}
     * @param stage whose newest version is meant, or {@code null}
     * @param alias that points at the version, or {@code null}
     */
    record Registered(
            String name,
            @Nullable Integer version,
            @Nullable String stage,
            @Nullable String alias) implements ModelUri {}

    /** Empty where the URI names neither. */
    static Optional<ModelUri> parse(SourceUri uri) {
        String path = uri.path();
        if (!path.startsWith("/") || path.length() == 1) {
            return Optional.empty();
        }
        String[] parts = path.replaceFirst("^/+", "").split("/", -1);
        if (parts.length > 2 || parts[0].isBlank()) {
            return Optional.empty();
        }
        if (parts.length == 2) {
            return parts[1].isBlank() ? Optional.empty() : Optional.of(suffixed(parts[0], parts[1]));
        }
        int at = parts[0].lastIndexOf('@');
        if (at < 0) {
            return Optional.of(new Logged(parts[0]));
        }
        String alias = parts[0].substring(at + 1);
        return alias.isBlank()
                ? Optional.empty()
                : Optional.of(new Registered(parts[0].substring(0, at), null, null, alias));
    }

    private static ModelUri suffixed(String name, String suffix) {
        if (suffix.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // A number that no version can have is looked for in vain, like any other.
            return new Registered(name, suffix.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(suffix), null, null);
        }
        return suffix.equalsIgnoreCase("latest")
                ? new Registered(name, null, null, null)
                : new Registered(name, null, suffix, null);
    }
}
