package dev.holdfast.tracking.mlflow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the protocol as its client does. */
record Mlflow(RestTestClient http, JsonMapper json) {
    Answer post(String path, String body) {
        return answer(http.post()
                .uri("/api/2.0/mlflow/" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange());
    }

    /** As {@link #post}, with apostrophes for quotation marks. */
    Answer call(String path, String body) {
        return post(path, body.replace('\'', '"'));
    }

    Answer get(String path, Map<String, String> query) {
        String encoded = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return getAt("/api/2.0/mlflow/" + path + "?" + encoded);
    }

    Answer getAt(String uri) {
        return answer(http.get().uri(java.net.URI.create(uri)).exchange());
    }

    String experiment(String name) {
        return call("experiments/create", "{'name': '" + name + "'}")
                .ok()
                .at("/experiment_id")
                .stringValue();
    }

    String run(String experiment) {
        return call("runs/create", "{'experiment_id': '" + experiment + "', 'start_time': 7}")
                .ok()
                .at("/run/info/run_id")
                .stringValue();
    }

    JsonNode run(String experiment, String body) {
        return call("runs/create", body.replace("EXPERIMENT", experiment)).ok().at("/run");
    }

    JsonNode getRun(String run) {
        return get("runs/get", Map.of("run_id", run)).ok().at("/run");
    }

    private Answer answer(RestTestClient.ResponseSpec response) {
        var result = response.expectBody(byte[].class).returnResult();
        byte[] body = result.getResponseBody();
        return new Answer(result.getStatus().value(), body == null ? json.createObjectNode() : json.readTree(body));
    }

    record Answer(int status, JsonNode body) {
        JsonNode ok() {
            if (status != 200) {
                throw new AssertionError("Status " + status + ": " + body);
            }
            return body;
        }

        String failure() {
            return status + " " + body.path("error_code").asString() + ": "
                    + body.path("message").asString();
        }
    }
}
