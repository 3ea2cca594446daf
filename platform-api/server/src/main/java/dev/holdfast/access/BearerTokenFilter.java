package dev.holdfast.access;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import dev.holdfast.web.CurrentActor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Finds out who calls. With tokens: the bearer of {@code Authorization: Bearer …}. Without any: whoever reaches the
 * loopback address is an admin called {@code local}, unless a web page of another site sent the request.
 */
class BearerTokenFilter extends OncePerRequestFilter {
    private static final Actor LOCAL = new Actor("local", Role.ADMIN);
    private static final String SCHEME = "bearer ";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Credentials credentials;
    private final HandlerExceptionResolver problems;

    BearerTokenFilter(Credentials credentials, HandlerExceptionResolver problems) {
        this.credentials = credentials;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Actor> actor;
        try {
            actor = credentials.isEmpty() ? local(request) : bearer(request);
        } catch (ProblemException e) {
            problems.resolveException(request, response, null, e);
            return;
        }
        actor.ifPresent(who -> authenticate(request, who));
        chain.doFilter(request, response);
    }

    /** Async dispatches go through the authorization rules again, and need to know again who called. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private static void authenticate(HttpServletRequest request, Actor actor) {
        CurrentActor.set(request, actor);
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        actor, null, AuthorityUtils.createAuthorityList("ROLE_" + actor.role())));
    }

    private Optional<Actor> bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED, "Only bearer tokens are taken: Authorization: Bearer <token>.");
        }
        return Optional.of(credentials
                .find(header.substring(SCHEME.length()).strip())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNAUTHENTICATED, "The token is not known, was revoked or has expired.")));
    }

    /** A page of another site, or one whose name was made to point here, must not act as the person at this machine. */
    private static Optional<Actor> local(HttpServletRequest request) {
        if (!LOOPBACK_NAMES.contains(request.getServerName())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Without tokens only http://localhost and http://127.0.0.1 are served; make a token first.");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !sameSite(origin, request)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Without tokens, pages of other sites may not call this server.");
        }
        return Optional.of(LOCAL);
    }

    private static boolean sameSite(String origin, HttpServletRequest request) {
        URI uri = uriOrNull(origin);
        return uri != null
                && uri.getHost() != null
                && LOOPBACK_NAMES.contains(uri.getHost())
                && uri.getPort() == request.getServerPort();
    }

    private static @Nullable URI uriOrNull(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
