package dev.holdfast.testkit;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Role;
import dev.holdfast.web.CurrentActor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates each request as {@code test} with the role that {@link #ROLE} names: an admin where it is not sent, nobody for {@code none}. */
public final class TestCaller extends OncePerRequestFilter {
    public static final String ROLE = "X-Test-Role";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String role = request.getHeader(ROLE);
        if (role == null) {
            CurrentActor.set(request, new Actor("test", Role.ADMIN));
        } else if (!role.equals("none")) {
            CurrentActor.set(request, new Actor("test", Role.valueOf(role.toUpperCase(Locale.ROOT))));
        }
        chain.doFilter(request, response);
    }
}
