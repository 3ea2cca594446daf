package dev.holdfast.ui;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * Answers an address of the UI with its one page, which knows the rest by itself. Only those who say that they want HTML get it, which is
 * browsers that were sent to an address, and never below the roots of an API: there, what is not found stays not found.
 */
class PageResolver extends PathResourceResolver {
    static final String PAGE = "index.html";

    private static final Set<String> ROOTS_OF_APIS = Set.of(
            "actuator",
            "ajax-api",
            "api",
            "assets",
            "docs",
            "get-artifact",
            "graphql",
            "health",
            "model-versions",
            "v2",
            "version");

    @Override
    protected @Nullable Resource resolveResourceInternal(
            @Nullable HttpServletRequest request,
            String path,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        Resource file = super.resolveResourceInternal(request, path, locations, chain);
        if (file != null || request == null || !isPage(request, path)) {
            return file;
        }
        return super.resolveResourceInternal(request, PAGE, locations, chain);
    }

    private static boolean isPage(HttpServletRequest request, String path) {
        int end = path.indexOf('/');
        String root = end < 0 ? path : path.substring(0, end);
        return !ROOTS_OF_APIS.contains(root)
                && Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
                        .anyMatch(accept -> accept.contains(MediaType.TEXT_HTML_VALUE));
    }
}
