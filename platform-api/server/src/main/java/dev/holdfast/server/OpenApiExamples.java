package dev.holdfast.server;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a test asked each operation and was answered, put into the document: examples that are true, and the statuses that there are. They are in
 * {@code api-examples.json}, which the test writes.
 */
final class OpenApiExamples {
    static final String RESOURCE = "dev/holdfast/server/api-examples.json";

    /**
     * One call.
     *
     * @param parameters by their names in the document
     * @param request the body that was sent: JSON, or text
     * @param response the body that was answered
     */
    record Example(
            @Nullable Map<String, String> parameters,
            @Nullable String requestType,
            @Nullable Object request,
            int status,
            @Nullable String responseType,
            @Nullable Object response) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Map<String, List<Example>> examples;

    private OpenApiExamples(Map<String, List<Example>> examples) {
        this.examples = examples;
    }

    static OpenApiExamples read() {
        try (InputStream file = new ClassPathResource(RESOURCE).getInputStream()) {
            return new OpenApiExamples(JSON.readValue(file, new TypeReference<Map<String, List<Example>>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("The examples are missing from the jar", e);
        }
    }

    void describe(Operation operation) {
        List<Example> calls = examples.get(operation.getOperationId());
        if (calls == null) {
            return;
        }
        Map<String, ApiResponse> declared = new LinkedHashMap<>(operation.getResponses());
        ApiResponse success = declared.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(ApiResponse::new);
        operation.getResponses().keySet().removeIf(status -> status.startsWith("2"));
        describeRequest(operation, calls.getFirst());
        for (Example call : calls) {
            operation.getResponses().addApiResponse(String.valueOf(call.status()), response(success, call));
        }
    }

    private static void describeRequest(Operation operation, Example call) {
        Map<String, String> parameters = call.parameters();
        if (parameters != null && operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> {
                String value = parameters.get(parameter.getName());
                if (value != null) {
                    parameter.setExample(value);
                }
            });
        }
        String type = call.requestType();
        if (type != null && call.request() != null) {
            if (operation.getRequestBody() == null) {
                operation.setRequestBody(new RequestBody());
            }
            RequestBody body = operation.getRequestBody();
            if (body.getContent() == null) {
                body.setContent(new Content());
            }
            show(body.getContent(), type, call.request());
        }
    }

    private static ApiResponse response(ApiResponse success, Example call) {
        ApiResponse response = new ApiResponse().description(reason(call.status()));
        String type = call.responseType();
        if (type == null || call.response() == null) {
            return response;
        }
        Content content = new Content();
        if (success.getContent() != null) {
            success.getContent().forEach((each, media) -> content.put(each, new MediaType().schema(media.getSchema())));
        }
        show(content, type, call.response());
        return response.content(content);
    }

    private static void show(Content content, String type, Object example) {
        MediaType media = content.computeIfAbsent(
                type, _ -> new MediaType().schema(example instanceof String ? new StringSchema() : new Schema<>()));
        media.setExample(example);
    }

    private static String reason(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? String.valueOf(status) : known.getReasonPhrase();
    }
}
