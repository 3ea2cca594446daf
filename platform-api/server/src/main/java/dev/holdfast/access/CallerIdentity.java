package dev.holdfast.access;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.web.Callers;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out who calls: the bearer of a token or a user with a password. Where there are neither, whoever reaches the loopback
 * address is an admin called {@code local}, unless a web page of another site sent the request.
 */
@Component
class CallerIdentity implements Callers {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Credentials credentials;
    private final Logins logins;

    CallerIdentity(Credentials credentials, Logins logins) {
        this.credentials = credentials;
        this.logins = logins;
    }

    @Override
    public Optional<Actor> find(Evidence evidence) {
        if (credentials.isEmpty()) {
            return local(evidence);
        }
        String header = evidence.authorization();
        if (header == null) {
            return Optional.empty();
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(bearer(header.substring(BEARER.length()).strip()));
        }
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.of(user(header.substring(BASIC.length()).strip(), evidence.address()));
        }
        throw new ProblemException(
                ProblemType.UNAUTHENTICATED, "Only tokens (Bearer) and names with passwords (Basic) are taken.");
    }

    private Actor bearer(String secret) {
        return credentials
                .find(secret)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNAUTHENTICATED, "The token is not known, was revoked or has expired."));
    }

    private Actor user(String encoded, String address) {
        String nameAndPassword = decoded(encoded);
        int colon = nameAndPassword.indexOf(':');
        if (colon < 0) {
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED, "Basic credentials are the Base64 form of name:password.");
        }
        return logins.find(nameAndPassword.substring(0, colon), nameAndPassword.substring(colon + 1), address)
                .orElseThrow(
                        () -> new ProblemException(ProblemType.UNAUTHENTICATED, "The name or the password is wrong."));
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** A page of another site, or one whose name was made to point here, must not act as the person at this machine. */
    private static Optional<Actor> local(Evidence evidence) {
        if (!LOOPBACK_NAMES.contains(evidence.host()) || !isLoopback(evidence.address())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Without tokens and users only http://localhost and http://127.0.0.1 are served; make a token first.");
        }
        String origin = evidence.origin();
        if (origin != null && !sameSite(origin, evidence.port())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Without tokens and users, pages of other sites may not call this server.");
        }
        return Optional.of(Actor.LOCAL);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean sameSite(String origin, int port) {
        URI uri = uriOrNull(origin);
        return uri != null && uri.getHost() != null && LOOPBACK_NAMES.contains(uri.getHost()) && uri.getPort() == port;
    }

    private static @Nullable URI uriOrNull(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
