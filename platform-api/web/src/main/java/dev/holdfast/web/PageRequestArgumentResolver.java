package dev.holdfast.web;

import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives handlers of lists {@code max_results} and {@code page_token} as a {@link PageRequest}. */
class PageRequestArgumentResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageRequest.class;
    }

    @Override
    public PageRequest resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binderFactory) {
        String maxResults = request.getParameter("max_results");
        return new PageRequest(
                maxResults == null ? PageRequest.DEFAULT_MAX_RESULTS : number(maxResults),
                request.getParameter("page_token"));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ProblemException.malformed("max_results", text, "is not a whole number.");
        }
    }
}
