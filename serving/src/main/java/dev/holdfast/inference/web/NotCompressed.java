package dev.holdfast.inference.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Keeps the web server from compressing answers of the Open Inference Protocol: some clients ask for it and can't read it but in answers
 * to predictions, which are compressed before they come here.
 */
@ControllerAdvice(assignableTypes = {OpenInferenceController.class, ServedRepositoryController.class})
class NotCompressed implements ResponseBodyAdvice<Object> {
    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (!response.getHeaders().containsHeader(HttpHeaders.CONTENT_ENCODING)) {
            response.getHeaders().set(HttpHeaders.CONTENT_ENCODING, "identity");
        }
        return body;
    }
}
