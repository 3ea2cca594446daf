package dev.holdfast.model.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the protocol as its clients do. */
record RegistryClient(RestTestClient http, JsonMapper json) {
    JsonNode post(String path, String body) {
        return ok(HttpMethod.POST, path, body);
    }

    JsonNode patch(String path, String body) {
        return ok(HttpMethod.PATCH, path, body);
    }

    JsonNode delete(String path, String body) {
        return ok(HttpMethod.DELETE, path, body);
    }

    JsonNode ok(HttpMethod method, String path, String body) {
        return answer(send(method, path, body, "admin"), 200);
    }

    /** {@code query} is names and values in turn. */
    JsonNode get(String path, String... query) {
        return answer(find(path, query), 200);
    }

    void createModel(String name) {
        post("registered-models/create", "{\"name\": \"" + name + "\"}");
    }

    /** Registers something that is kept elsewhere, and gives its version. */
    String createVersion(String name, String source) {
        return post("model-versions/create", "{\"name\": \"" + name + "\", \"source\": \"" + source + "\"}")
                .at("/model_version/version")
                .stringValue();
    }

    void refuses(HttpMethod method, String path, String body, int status, String code, String message) {
        check(answer(send(method, path, body, "admin"), status), code, message);
    }

    void refusesGet(String path, int status, String code, String message, String... query) {
        check(answer(find(path, query), status), code, message);
    }

    RestTestClient.ResponseSpec send(HttpMethod method, String path, String body, String role) {
        return http.method(method)
                .uri("/api/2.0/mlflow/" + path)
                .header("X-Test-Role", role)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private RestTestClient.ResponseSpec find(String path, String... query) {
        return http.get()
                .uri(uri -> {
                    uri.path("/ajax-api/2.0/mlflow/" + path);
                    Object[] values = new Object[query.length / 2];
                    for (int i = 0; i < values.length; i++) {
                        uri.queryParam(query[2 * i], "{v" + i + "}");
                        values[i] = query[2 * i + 1];
                    }
                    return uri.build(values);
                })
                .exchange();
    }

    private JsonNode answer(RestTestClient.ResponseSpec response, int status) {
        var result = response.expectBody(byte[].class).returnResult();
        JsonNode answer = json.readTree(Objects.requireNonNull(result.getResponseBody()));
        assertThat(result.getStatus().value()).as(answer.toString()).isEqualTo(status);
        return answer;
    }

    private static void check(JsonNode answer, String code, String message) {
        assertThat(answer.path("error_code").asString("")).as(answer.toString()).isEqualTo(code);
        assertThat(answer.path("message").asString("")).contains(message);
    }
}
