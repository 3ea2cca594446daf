package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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
