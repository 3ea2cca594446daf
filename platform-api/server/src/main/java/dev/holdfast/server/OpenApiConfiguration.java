package dev.holdfast.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BinarySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;

/** The OpenAPI document: generated from the code, in the names that go over the wire. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final String BEARER = "bearer";
    private static final String BASIC = "basic";
    private static final String PROBLEM = "Problem";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class, PageRequest.class, RequestKey.class);
    }

    /** The document's generator still speaks Jackson 2; it only needs to name properties as our own mapper does. */
    @Bean
    WireModelResolver modelResolver() {
        return new WireModelResolver(new ObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .setAnnotationIntrospector(new WireModelResolver.LowerCaseEnums()));
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Holdfast")
                        .version("v1")
                        .description("From a dataset to a monitored endpoint and back."))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme(BEARER)
                                        .description("A token. Needed as soon as a token or a user exists."))
                        .addSecuritySchemes(
                                BASIC,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme(BASIC)
                                        .description("The name and the password of a user, in place of a token."))
                        .addSchemas(PROBLEM, problemSchema()))
                .addSecurityItem(new SecurityRequirement().addList(BEARER))
                .addSecurityItem(new SecurityRequirement().addList(BASIC));
    }

    @Bean
    GlobalOperationCustomizer operations() {
        return (operation, handler) -> {
            describePermission(operation, handler);
            describePaging(operation, handler);
            describeKey(operation, handler);
            describeReadBody(operation, handler);
            describeWrittenBody(operation, handler);
            operation.getResponses().addApiResponse("default", problemResponse());
            return operation;
        };
    }

    @Bean
    OpenApiCustomizer paths(WireModelResolver resolver) {
        return document -> {
            // Patterns that only refuse are nothing to call.
            document.getPaths().keySet().removeIf(path -> path.contains("**"));
            WireSchemas.complete(document, resolver.withDefaults());
            OpenApiExamples examples = OpenApiExamples.read();
            document.getPaths()
                    .forEach((path, item) -> item.readOperations().forEach(operation -> {
                        operation.setOperationId(operationId(path, operation));
                        examples.describe(operation);
                    }));
        };
    }

    /** The Open Inference Protocol has each path with and without a version, handled by one method: two operations. */
    private static String operationId(String path, Operation operation) {
        String id = operation.getOperationId().replaceFirst("_\\d+$", "");
        return path.startsWith("/v2/") && path.contains("/versions/") ? id + "Version" : id;
    }

    private static void describePermission(Operation operation, HandlerMethod handler) {
        Requires requires = handler.getMethodAnnotation(Requires.class);
        if (requires != null) {
            operation.addExtension("x-required-role", requires.value().wireName());
        } else if (handler.hasMethodAnnotation(Public.class)) {
            operation.setSecurity(List.of());
        }
    }

    private static void describePaging(Operation operation, HandlerMethod handler) {
        boolean paged = Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == PageRequest.class);
        if (paged) {
            Schema<Number> maxResults = new IntegerSchema();
            maxResults.setMinimum(BigDecimal.ONE);
            maxResults.setMaximum(BigDecimal.valueOf(PageRequest.LIMIT));
            maxResults.setDefault(PageRequest.DEFAULT_MAX_RESULTS);
            operation.addParametersItem(new QueryParameter()
                    .name("max_results")
                    .required(false)
                    .description("Rows on a page.")
                    .schema(maxResults));
            operation.addParametersItem(new QueryParameter()
                    .name("page_token")
                    .required(false)
                    .description("Where to go on: next_page_token of the page before.")
                    .schema(new StringSchema()));
        }
    }

    private static void describeKey(Operation operation, HandlerMethod handler) {
        if (handler.hasMethodAnnotation(Idempotent.class)) {
            operation.addParametersItem(new HeaderParameter()
                    .name(RequestKey.HEADER)
                    .required(false)
                    .description(
                            "Sent again with the same key within 24 hours, the request is answered as it was and changes nothing.")
                    .schema(new StringSchema().minLength(1).maxLength(RequestKey.MAX_LENGTH)));
        }
    }

    /** What handlers read from the request themselves, or in parts. */
    private static void describeReadBody(Operation operation, HandlerMethod handler) {
        ObjectSchema parts = new ObjectSchema();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
            if (part != null) {
                boolean file = parameter.getParameterType() == MultipartFile.class;
                parts.addProperty(part.name(), file ? new BinarySchema() : new StringSchema());
            }
        }
        RequestMapping mapping = handler.getMethodAnnotation(RequestMapping.class);
        Content content = new Content();
        if (parts.getProperties() != null) {
            content.addMediaType("multipart/form-data", new MediaType().schema(parts));
        } else if (mapping != null && operation.getRequestBody() == null) {
            for (String type : mapping.consumes()) {
                content.addMediaType(type, new MediaType().schema(new StringSchema()));
            }
        }
        if (!content.isEmpty()) {
            operation.setRequestBody(new RequestBody().content(content));
        }
    }

    /** What handlers write into the response themselves can't be read off their types. */
    private static void describeWrittenBody(Operation operation, HandlerMethod handler) {
        RequestMapping mapping = handler.getMethodAnnotation(RequestMapping.class);
        if (mapping == null || !handler.isVoid() || mapping.produces().length == 0) {
            return;
        }
        Content content = new Content();
        for (String type : mapping.produces()) {
            boolean json = type.equals(org.springframework.http.MediaType.APPLICATION_JSON_VALUE);
            Schema<?> schema = json ? new ObjectSchema().additionalProperties(true) : new BinarySchema();
            content.addMediaType(type, new MediaType().schema(schema));
        }
        operation
                .getResponses()
                .addApiResponse("200", new ApiResponse().description("OK").content(content));
    }

    private static ApiResponse problemResponse() {
        return new ApiResponse()
                .description("A problem (RFC 9457)")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    private static Schema<?> problemSchema() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("errors", new ArraySchema().items(fieldErrorSchema()));
    }

    private static Schema<?> fieldErrorSchema() {
        return new ObjectSchema()
                .addProperty("field", new StringSchema())
                .addProperty("value", new Schema<>())
                .addProperty("message", new StringSchema());
    }
}
