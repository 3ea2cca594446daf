package dev.holdfast.access;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.web.Callers;
import dev.holdfast.web.CurrentActor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Lets the rest of a request know who sent it. */
class AuthenticationFilter extends OncePerRequestFilter {
    private final Callers callers;
    private final HandlerExceptionResolver problems;

    AuthenticationFilter(Callers callers, HandlerExceptionResolver problems) {
        this.callers = callers;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Actor> actor;
        try {
            actor = isAsyncDispatch(request) ? CurrentActor.of(request) : find(request);
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

    private Optional<Actor> find(HttpServletRequest request) {
        return callers.find(new Callers.Evidence(
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.getRemoteAddr(),
                request.getServerName(),
                request.getServerPort(),
                request.getHeader(HttpHeaders.ORIGIN)));
    }
}
