package dev.holdfast.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which sources versions may be registered from.
 *
 * @param allowedSchemes of those that name a host ({@code http}, {@code https}, {@code ftp}, {@code sftp}, {@code hdfs}, {@code viewfs},
 *     {@code r2}, {@code b2}, {@code abfss}, {@code mlflow-artifacts}) the ones that are taken
 * @param pattern a regular expression of which every source must have a match; absent for none
 */
@ConfigurationProperties("holdfast.models.sources")
record SourceSettings(
        @DefaultValue List<String> allowedSchemes, @Nullable String pattern) {
    private static final Set<String> HOST_ADDRESSED =
            Set.of("ftp", "sftp", "hdfs", "viewfs", "http", "https", "mlflow-artifacts", "r2", "b2", "abfss");

    SourceSettings {
        allowedSchemes = List.copyOf(allowedSchemes);
        if (pattern != null) {
            // One that can't be read stops the start, not each registration.
            Pattern.compile(pattern);
        }
    }

    /** Whether a client of the source would connect to a host that nobody here has allowed. */
    boolean refuses(SourceUri source) {
        return HOST_ADDRESSED.contains(source.scheme())
                && !(source.scheme().equals("mlflow-artifacts")
                        && source.authority().isEmpty())
                && !lowerCase().contains(source.scheme());
    }

    boolean matches(String source) {
        return pattern == null
                || pattern.isEmpty()
                || Pattern.compile(pattern).matcher(source).find();
    }

    private Set<String> lowerCase() {
        return allowedSchemes.stream()
                .map(scheme -> scheme.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
