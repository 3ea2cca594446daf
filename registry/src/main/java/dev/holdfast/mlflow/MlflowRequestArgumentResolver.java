package dev.holdfast.mlflow;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a handler what the caller sent: the query of a {@code GET}, otherwise the body. What is posted must say that it is JSON: that
 * keeps out the forms of other sites' pages.
 */
class MlflowRequestArgumentResolver implements HandlerMethodArgumentResolver {
    private static final Set<String> POSTED = Set.of("POST", "PUT");

    private final JsonMapper json;

    MlflowRequestArgumentResolver(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == MlflowRequest.class;
    }

    @Override
    public MlflowRequest resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
        if (request == null) {
            throw new IllegalStateException("Not an HTTP request");
        }
        boolean inQuery = HttpMethod.GET.matches(request.getMethod()) && request.getContentLengthLong() <= 0;
        if (inQuery) {
            return MlflowRequest.of(query(request));
        }
        checkContentType(request);
        return MlflowRequest.of(body(request));
    }

    private static void checkContentType(HttpServletRequest request) {
        if (!POSTED.contains(request.getMethod())) {
            return;
        }
        String type = request.getContentType();
        if (type == null) {
            throw MlflowException.invalid("Bad Request. Content-Type header is missing.");
        }
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_JSON_VALUE)) {
            throw MlflowException.invalid("Bad Request. Content-Type must be one of ['application/json'].");
        }
    }

    private ObjectNode query(HttpServletRequest request) {
        ObjectNode fields = json.createObjectNode();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length == 1) {
                fields.put(name, values[0]);
            } else {
                ArrayNode list = fields.putArray(name);
                for (String value : values) {
                    list.add(value);
                }
            }
        });
        return fields;
    }

    private JsonNode body(HttpServletRequest request) throws IOException {
        JsonNode body;
        try {
            body = json.readTree(request.getInputStream());
        } catch (JacksonException e) {
            var location = e.getLocation();
            throw new MlflowException(
                    MlflowErrorCode.BAD_REQUEST,
                    "The body is not valid JSON"
                            + (location == null
                                    ? "."
                                    : " at line " + location.getLineNr() + ", column " + location.getColumnNr() + "."));
        }
        if (body.isMissingNode() || body.isNull()) {
            return json.createObjectNode();
        }
        if (!body.isObject()) {
            throw new MlflowException(MlflowErrorCode.BAD_REQUEST, "The body must be a JSON object.");
        }
        return body;
    }
}
