package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls operations by their ids, as the API document describes them, and remembers what was sent and answered. */
final class ApiRecorder {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String JSON_TYPE = "application/json";

    /**
     * One call, as it was.
     *
     * @param response JSON, text, or null where there was none that can be read
     */
    record Call(
            String operation,
            Map<String, String> parameters,
            @Nullable String requestType,
            @Nullable JsonNode request,
            int status,
            @Nullable String responseType,
            @Nullable JsonNode response) {}

    /** Where an operation is, by the document. */
    private record Place(String method, String path, JsonNode parameters) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String token;
    private final Map<String, Place> places = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();

    ApiRecorder(String base, String token) {
        this.base = base;
        this.token = token;
        plain("GET", "/api/openapi.json", null)
                .path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> places.put(
                        operation.path("operationId").asString(),
                        new Place(method.toUpperCase(java.util.Locale.ROOT), path, operation.path("parameters")))));
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Calls an operation without a body; parameters are names and values, in turn. */
    JsonNode call(String operation, String... parameters) {
        return send(operation, null, null, null, parameters);
    }

    /** Calls an operation with JSON. */
    JsonNode json(String operation, String body, String... parameters) {
        return send(operation, JSON_TYPE, JSON.readTree(body), bytes(body), parameters);
    }

    /** Calls an operation with another text. */
    JsonNode text(String operation, String type, String body, String... parameters) {
        return send(operation, type, JSON.getNodeFactory().stringNode(body), bytes(body), parameters);
    }

    /** Calls an operation with a file and facts about it, as forms send them; the facts are shown. */
    JsonNode upload(String operation, byte[] file, String facts, String... parameters) {
        String line = "\r\n--holdfast\r\n";
        byte[] head = bytes(line.stripLeading()
                + "Content-Disposition: form-data; name=\"facts\"\r\n\r\n" + facts + line
                + "Content-Disposition: form-data; name=\"file\"; filename=\"model.onnx\"\r\n\r\n");
        byte[] tail = bytes("\r\n--holdfast--\r\n");
        byte[] body = new byte[head.length + file.length + tail.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(file, 0, body, head.length, file.length);
        System.arraycopy(tail, 0, body, head.length + file.length, tail.length);
        JsonNode shown = JSON.createObjectNode().put("facts", facts).put("file", "(the file)");
        return send(operation, "multipart/form-data; boundary=holdfast", shown, body, parameters);
    }

    /** Calls what the document does not describe. */
    JsonNode plain(String method, String path, @Nullable String body) {
        HttpResponse<byte[]> answer =
                exchange(method, path, body == null ? null : JSON_TYPE, body == null ? null : bytes(body), Map.of());
        return JSON.readTree(answer.body());
    }

    private JsonNode send(
            String operation,
            @Nullable String type,
            @Nullable JsonNode shown,
            byte @Nullable [] body,
            String... parameters) {
        Place place = Objects.requireNonNull(places.get(operation), operation);
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        String path = place.path();
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> parameter : given.entrySet()) {
            String value = encode(parameter.getValue());
            switch (in(place, parameter.getKey())) {
                case "path" -> path = path.replaceFirst("\\{\\*?" + parameter.getKey() + "}", value);
                case "query" -> query.add(parameter.getKey() + "=" + value);
                case "header" -> headers.put(parameter.getKey(), parameter.getValue());
                default -> throw new AssertionError(operation + " has no parameter " + parameter.getKey());
            }
        }
        HttpResponse<byte[]> answer = exchange(place.method(), path + query, type, body, headers);
        String answered = answer.headers().firstValue("Content-Type").orElse(null);
        Call call = new Call(
                operation,
                given,
                mediaType(type),
                shown,
                answer.statusCode(),
                answer.body().length == 0 ? null : mediaType(answered),
                read(answered, answer.body()));
        calls.add(call);
        return call.response() == null ? JSON.missingNode() : call.response();
    }

    private static String in(Place place, String name) {
        return place.parameters()
                .valueStream()
                .filter(parameter -> parameter.path("name").asString().equals(name))
                .map(parameter -> parameter.path("in").asString())
                .findFirst()
                .orElse("nowhere");
    }

    private HttpResponse<byte[]> exchange(
            String method, String path, @Nullable String type, byte @Nullable [] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, new String(answer.body(), StandardCharsets.UTF_8))
                    .isBetween(200, 299);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path, e);
        }
    }

    private static @Nullable JsonNode read(@Nullable String type, byte[] body) {
        if (type == null || body.length == 0) {
            return null;
        }
        if (type.startsWith(JSON_TYPE)) {
            return JSON.readTree(body);
        }
        return type.startsWith("text/")
                ? JSON.getNodeFactory().stringNode(new String(body, StandardCharsets.UTF_8))
                : null;
    }

    private static @Nullable String mediaType(@Nullable String type) {
        return type == null ? null : type.split(";", 2)[0];
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
