package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.idempotency.RequestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The committed OpenAPI document is the one that the code generates. */
@HoldfastTest
class OpenApiDocumentTest {
    private static final Path COMMITTED = Path.of("../../docs/openapi.json");
    private static final String WRITE = "holdfast.openapi.write";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Autowired
    private RestTestClient client;

    @Test
    void theCommittedDocumentIsTheOneThatTheCodeGenerates() throws IOException {
        String generated = generated();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(COMMITTED, generated);
        }
        assertThat(COMMITTED)
                .as(
                        "The API changed: read the difference, then run ./mvnw verify -D%s=true and commit the document",
                        WRITE)
                .exists()
                .hasContent(generated);
    }

    @Test
    void operationIdsAreUniqueAndReadWellInAGeneratedClient() {
        Set<String> ids = new HashSet<>();
        for (JsonNode path : JSON.readTree(generated()).path("paths")) {
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asString();
                assertThat(id).matches("[a-z][A-Za-z0-9]+").doesNotContain("_");
                assertThat(ids.add(id)).as("operation id %s is used once", id).isTrue();
            }
        }
        assertThat(ids).contains("rollbackDeployment", "createToken");
    }

    /** What needs no key, and why. */
    private static final Map<String, String> WITHOUT_KEY = Map.of(
            "predict", "answers, and changes nothing",
            "registerDatasetVersion", "the content decides: the same file leads to the same version",
            "testWebhook", "sends a test each time, as it says, and keeps nothing",
            "purgeDeleted", "deletes in steps that are each kept; again, it goes on with what is left",
            "collectGarbage", "deletes what nothing refers to; again, it finds less");

    @Test
    void everyPostHonoursAKeyOrSaysWhyNot() {
        Set<String> without = new HashSet<>();
        JSON.readTree(generated()).path("paths").forEachEntry((path, item) -> {
            JsonNode post = item.path("post");
            boolean keyed = post.path("parameters")
                    .valueStream()
                    .anyMatch(parameter -> parameter.path("name").asString().equals(RequestKey.HEADER)
                            && parameter.path("in").asString().equals("header"));
            if (path.startsWith("/api/v1/") && item.has("post") && !keyed) {
                without.add(post.path("operationId").asString());
            }
        });
        assertThat(without).isEqualTo(WITHOUT_KEY.keySet());
    }

    private String generated() {
        byte[] body = client.get()
                .uri("/api/openapi.json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        ObjectNode document = (ObjectNode) JSON.readTree(body);
        // The address of the server that happened to answer.
        document.remove("servers");
        return JSON.writeValueAsString(document) + "\n";
    }
}
