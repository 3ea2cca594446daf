package dev.holdfast.web;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses query parameters that an endpoint of {@code /api/v1} does not know: a misspelt filter must not return everything. */
class UnknownParameterInterceptor implements HandlerInterceptor {
    private static final String OUR_API = "/api/v1/";
    private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getQueryString() != null
                && handler instanceof HandlerMethod method
                && request.getRequestURI().startsWith(OUR_API)) {
            check(request, known.computeIfAbsent(method, UnknownParameterInterceptor::parametersOf));
        }
        return true;
    }

    private static void check(HttpServletRequest request, Set<String> known) {
        List<FieldError> errors = Collections.list(request.getParameterNames()).stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldError(
                        name,
                        request.getParameter(name),
                        "is not a parameter here; "
                                + (known.isEmpty() ? "there are none." : "known are " + known + ".")))
                .toList();
        if (!errors.isEmpty()) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST,
                    errors.getFirst().field() + " " + errors.getFirst().message(),
                    errors);
        }
    }

    private static Set<String> parametersOf(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
            if (annotation != null) {
                String name =
                        annotation.name().isEmpty() ? parameter.getParameter().getName() : annotation.name();
                names.add(name);
            } else if (parameter.getParameterType() == PageRequest.class) {
                names.addAll(Arrays.asList("max_results", "page_token"));
            }
        }
        return names;
    }
}
