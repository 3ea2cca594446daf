package dev.holdfast.web;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request through to a handler of ours only if the caller's role includes the one that the handler declares. */
class PermissionInterceptor implements HandlerInterceptor {
    private static final String OURS = "dev.holdfast.";

    /** Who may call a method; absent: anyone. */
    private record Need(@Nullable Role role) {
        private static Need of(HandlerMethod method) {
            if (!method.getBeanType().getName().startsWith(OURS) || method.hasMethodAnnotation(Public.class)) {
                return new Need(null);
            }
            Requires requires = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Requires.class);
            if (requires == null) {
                throw new IllegalStateException(method + " does not declare who may call it");
            }
            return new Need(requires.value());
        }
    }

    /** Looking for annotations costs more than a short prediction. There are as many as handlers. */
    private final ConcurrentHashMap<Key, Need> needs = new ConcurrentHashMap<>();

    /** The class too: it may inherit the method. */
    private record Key(Class<?> type, Method method) {}

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Key key = new Key(method.getBeanType(), method.getMethod());
            Need need = needs.get(key);
            if (need == null) {
                need = Need.of(method);
                needs.put(key, need);
            }
            if (need.role() != null) {
                check(request, need.role());
            }
        }
        return true;
    }

    private static void check(HttpServletRequest request, Role role) {
        Actor actor = CurrentActor.of(request)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNAUTHENTICATED,
                        "Send a token (Authorization: Bearer <token>) or a name and a password (Basic)."));
        if (!actor.role().includes(role)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "This needs the role " + role.wireName() + "; \"" + actor.name() + "\" is "
                            + actor.role().wireName() + ".");
        }
    }
}
