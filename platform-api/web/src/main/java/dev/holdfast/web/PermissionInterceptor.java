package dev.holdfast.web;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request through to a handler of ours only if the caller's role includes the one that the handler declares. */
class PermissionInterceptor implements HandlerInterceptor {
    private static final String OURS = "dev.holdfast.";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith(OURS)
                && !method.hasMethodAnnotation(Public.class)) {
            check(request, method);
        }
        return true;
    }

    private static void check(HttpServletRequest request, HandlerMethod method) {
        Requires requires = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Requires.class);
        if (requires == null) {
            throw new IllegalStateException(method + " does not declare who may call it");
        }
        Actor actor = CurrentActor.of(request)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNAUTHENTICATED,
                        "Send a token (Authorization: Bearer <token>) or a name and a password (Basic)."));
        if (!actor.role().includes(requires.value())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "This needs the role " + requires.value().wireName() + "; \"" + actor.name() + "\" is "
                            + actor.role().wireName() + ".");
        }
    }
}
