package dev.holdfast.imports;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be copied, and from where.
 *
 * @param trackingUri the other server, by http or https
 * @param experiments names of those to be copied; all where it is absent
 * @param models names of the registered models to be copied; all where it is absent
 * @param artifacts whether files are copied, too
 */
public record ImportRequest(
        URI trackingUri,
        Credentials credentials,
        @Nullable List<String> experiments,
        @Nullable List<String> models,
        boolean artifacts) {
    /** What the other server asks for: a name and a password, a token, or nothing. Never shown. */
    public record Credentials(
            @Nullable String username,
            @Nullable String password,
            @Nullable String token) {
        public static final Credentials NONE = new Credentials(null, null, null);

        @Override
        public String toString() {
            return "Credentials[…]";
        }
    }
}
