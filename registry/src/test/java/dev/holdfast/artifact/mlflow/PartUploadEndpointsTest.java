package dev.holdfast.artifact.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class PartUploadEndpointsTest {
    private static final String ROOT = "/api/2.0/mlflow-artifacts";

    @Autowired
    private RestTestClient client;

    @Autowired
    private JsonMapper json;

    @Test
    void partsInAnyOrderBecomeTheFile() {
        JsonNode begun = begin("parts/1", "/home/me/model.bin", 3);
        List<JsonNode> credentials =
                new ArrayList<>(begun.get("credentials").valueStream().toList());
        assertThat(credentials).hasSize(3);
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int number : List.of(3, 1, 2)) {
            parts.add(Map.of(
                    "part_number", number, "etag", upload(credentials.get(number - 1), "part" + number + ";", 200)));
        }
        // A part that is sent again counts as it came last.
        parts.set(1, Map.of("part_number", 1, "etag", upload(credentials.getFirst(), "first;", 200)));
        assertThat(status("GET", "/artifacts/parts/1/model.bin")).isEqualTo(404);

        assertThat(complete("parts/1", begun, "/home/me/model.bin", parts)).isEqualTo(200);
        assertThat(text("parts/1/model.bin")).isEqualTo("first;part2;part3;");

        // The answer was lost and the client asks again; a file that has taken the place meanwhile stays.
        client.put()
                .uri(ROOT + "/artifacts/parts/1/model.bin")
                .body("newer")
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(complete("parts/1", begun, "/home/me/model.bin", parts)).isEqualTo(200);
        assertThat(text("parts/1/model.bin")).isEqualTo("newer");
        upload(credentials.getFirst(), "late", 404);
    }

    @Test
    void onlyTheSecretLetsIn() {
        JsonNode begun = begin("parts/2", "C:\\models\\model.bin", 1);
        JsonNode credential = begun.get("credentials").get(0);

        client.put()
                .uri(credential.get("url").stringValue())
                .body("x")
                .exchange()
                .expectStatus()
                .isNotFound();
        client.put()
                .uri(credential.get("url").stringValue())
                .header("X-Upload-Secret", "guess")
                .body("x")
                .exchange()
                .expectStatus()
                .isNotFound();
        client.put()
                .uri(credential.get("url").stringValue().replaceFirst("/1$", "/2"))
                .headers(all -> credential
                        .get("headers")
                        .properties()
                        .forEach(header ->
                                all.set(header.getKey(), header.getValue().stringValue())))
                .body("x")
                .exchange()
                .expectStatus()
                .isBadRequest();
        client.method(org.springframework.http.HttpMethod.PUT)
                .uri(credential.get("url").stringValue())
                .headers(all -> credential
                        .get("headers")
                        .properties()
                        .forEach(header ->
                                all.set(header.getKey(), header.getValue().stringValue())))
                .body("x")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void whatIsMissingOrWrongIsRefusedAndCanBeMended() {
        JsonNode begun = begin("parts/3", "model.bin", 2);
        String first = upload(begun.get("credentials").get(0), "1", 200);
        List<Map<String, Object>> both =
                List.of(Map.of("part_number", 1, "etag", first), Map.of("part_number", 2, "etag", first));

        assertThat(complete("parts/3", begun, "model.bin", both)).isEqualTo(400);
        assertThat(complete("parts/3", begun, "model.bin", List.of())).isEqualTo(400);
        assertThat(complete("parts/3", begun, "other.bin", both)).isEqualTo(404);
        assertThat(status("GET", "/artifacts/parts/3/model.bin")).isEqualTo(404);
        String second = upload(begun.get("credentials").get(1), "2", 200);
        assertThat(complete(
                        "parts/3",
                        begun,
                        "model.bin",
                        List.of(both.getFirst(), Map.of("part_number", 2, "etag", second))))
                .isEqualTo(200);
        assertThat(text("parts/3/model.bin")).isEqualTo("12");
    }

    @Test
    void anAbortedUploadIsGone() {
        JsonNode begun = begin("parts/4", "model.bin", 1);
        upload(begun.get("credentials").get(0), "1", 200);
        Map<String, Object> body =
                Map.of("path", "model.bin", "upload_id", begun.get("upload_id").stringValue());

        post("/mpu/abort/parts/4", body).expectStatus().isOk();

        post("/mpu/abort/parts/4", body).expectStatus().isNotFound();
        upload(begun.get("credentials").get(0), "1", 404);
    }

    @Test
    void badRequestsAreRefused() {
        post("/mpu/create/parts", Map.of("path", "x", "num_parts", 0))
                .expectStatus()
                .isBadRequest();
        post("/mpu/create/parts", Map.of("path", "x", "num_parts", 10_001))
                .expectStatus()
                .isBadRequest();
        post("/mpu/create/parts", Map.of("num_parts", 1)).expectStatus().isBadRequest();
        post("/mpu/create/parts", Map.of("path", "/a/..", "num_parts", 1))
                .expectStatus()
                .isBadRequest();
        post("/mpu/create/%252e%252e/parts", Map.of("path", "x", "num_parts", 1))
                .expectStatus()
                .isBadRequest();
        post(
                        "/mpu/complete/parts",
                        Map.of(
                                "path",
                                "x",
                                "upload_id",
                                "no-uuid",
                                "parts",
                                List.of(Map.of("part_number", 1, "etag", "\"" + "0".repeat(64) + "\""))))
                .expectStatus()
                .isNotFound();
    }

    private JsonNode begin(String directory, String localFile, int parts) {
        return json.readTree(post("/mpu/create/" + directory, Map.of("path", localFile, "num_parts", parts))
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody());
    }

    private String upload(JsonNode credential, String content, int status) {
        var result = client.put()
                .uri(credential.get("url").stringValue())
                .headers(all -> credential
                        .get("headers")
                        .properties()
                        .forEach(header ->
                                all.set(header.getKey(), header.getValue().stringValue())))
                .body(content.getBytes(UTF_8))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .returnResult(String.class);
        String etag = result.getResponseHeaders().getETag();
        return etag == null ? "" : etag;
    }

    private int complete(String directory, JsonNode begun, String localFile, List<Map<String, Object>> parts) {
        return post(
                        "/mpu/complete/" + directory,
                        Map.of(
                                "path",
                                localFile,
                                "upload_id",
                                begun.get("upload_id").stringValue(),
                                "parts",
                                parts))
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    private RestTestClient.ResponseSpec post(String path, Map<String, Object> body) {
        return client.post()
                .uri(java.net.URI.create(ROOT + path))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private int status(String method, String path) {
        return client.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(ROOT + path)
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    private String text(String path) {
        return String.valueOf(client.get()
                .uri(ROOT + "/artifacts/" + path)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody());
    }
}
