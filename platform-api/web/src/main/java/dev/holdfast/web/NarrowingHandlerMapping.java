package dev.holdfast.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Spring looks up a path with variables by trying all conditions of every mapping there is, which with some hundred of them took a quarter
 * of a prediction's processor time. Here only those mappings are tried that begin literally as the path does; what they do not answer, and
 * every refusal, is left to Spring.
 */
class NarrowingHandlerMapping extends RequestMappingHandlerMapping {
    private final Map<String, List<Mapped>> byBeginning = new HashMap<>();

    private record Mapped(RequestMappingInfo mapping, HandlerMethod handler) {}

    @Override
    public void registerMapping(RequestMappingInfo mapping, Object handler, Method method) {
        throw new UnsupportedOperationException("Mappings are found when the server starts, and stay");
    }

    @Override
    protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> handlers) {
        super.handlerMethodsInitialized(handlers);
        handlers.forEach((mapping, handler) -> mapping.getPatternValues().stream()
                .map(NarrowingHandlerMapping::beginning)
                .distinct()
                .forEach(beginning -> byBeginning
                        .computeIfAbsent(beginning, ignored -> new ArrayList<>())
                        .add(new Mapped(mapping, handler))));
    }

    /** The whole segments of a pattern before its first variable or wildcard. */
    private static String beginning(String pattern) {
        int end = 0;
        while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        return end == pattern.length() ? pattern : pattern.substring(0, Math.max(0, pattern.lastIndexOf('/', end)));
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        Mapped found = isPlain(path) && !CorsUtils.isPreFlightRequest(request) ? find(path, request) : null;
        if (found == null) {
            return super.lookupHandlerMethod(path, request);
        }
        request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, found.handler());
        handleMatch(found.mapping(), path, request);
        return found.handler();
    }

    /** Patterns are matched against decoded segments without their parameters: only a path that has neither begins as it looks. */
    private static boolean isPlain(String path) {
        return path.indexOf('%') < 0 && path.indexOf(';') < 0;
    }

    /** The one best mapping; null where there is none or where two are equally good. */
    private @Nullable Mapped find(String path, HttpServletRequest request) {
        Comparator<RequestMappingInfo> order = getMappingComparator(request);
        Mapped best = null;
        boolean alone = true;
        for (int end = path.length(); end >= 0; end = path.lastIndexOf('/', end - 1)) {
            for (Mapped candidate : byBeginning.getOrDefault(path.substring(0, end), List.of())) {
                RequestMappingInfo match = getMatchingMapping(candidate.mapping(), request);
                if (match == null) {
                    continue;
                }
                int compared = best == null ? -1 : order.compare(match, best.mapping());
                if (compared < 0) {
                    best = new Mapped(match, candidate.handler());
                }
                alone = compared != 0 && (compared < 0 || alone);
            }
        }
        return alone ? best : null;
    }
}
