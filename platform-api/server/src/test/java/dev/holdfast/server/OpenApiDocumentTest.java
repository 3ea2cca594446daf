package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.access.IssuedToken;
import dev.holdfast.access.Tokens;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Role;
import dev.holdfast.server.ApiRecorder.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The committed OpenAPI document is the one that the code generates, and true: a walk through the API calls every operation once, what it
 * sends and is answered fits the document, and is shown in it.
 */
@HoldfastTest(
        properties = {
            "springdoc.cache.disabled=true",
            "holdfast.webhooks.allowed-schemes=http,https",
            "holdfast.webhooks.allow-private-addresses=true"
        })
class OpenApiDocumentTest {
    private static final Path COMMITTED = Path.of("../../docs/openapi.json");
    private static final String WRITE = "holdfast.openapi.write";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final Path EXAMPLES = Path.of("src/main/resources", OpenApiExamples.RESOURCE);

    /** The walk takes seconds: all tests look at the same. */
    private static @Nullable List<Call> walked;

    @Autowired
    private RestTestClient client;

    @Autowired
    private Tokens tokens;

    @LocalServerPort
    private int port;

    @BeforeEach
    void walk() throws IOException {
        if (walked == null) {
            IssuedToken token = tokens.issue("walker", Role.ADMIN, null, Actor.SYSTEM);
            ApiRecorder api = new ApiRecorder("http://127.0.0.1:" + port, token.secret());
            TourOfData data = new TourOfData(api);
            data.datasets();
            data.runs();
            data.models();
            TourOfServing serving = new TourOfServing(api);
            serving.trainAndRelease();
            serving.predict();
            serving.share();
            serving.predictADataset();
            TourOfPlatform platform = new TourOfPlatform(api);
            platform.people();
            platform.webhooks();
            platform.imports();
            walked = api.calls();
            if (Boolean.getBoolean(WRITE)) {
                writeExamples(walked);
            }
        }
    }

    private static List<Call> calls() {
        return Objects.requireNonNull(walked);
    }

    /** Examples that still have the shape of what was answered stay as they are. */
    private static void writeExamples(List<Call> calls) throws IOException {
        JsonNode committed = JSON.readTree(Files.readString(EXAMPLES));
        ObjectNode examples = JSON.createObjectNode();
        new ExampleWriter()
                .examples(calls)
                .forEach((operation, made) -> examples.set(
                        operation,
                        committed.has(operation)
                                        && ExampleWriter.shape(committed.path(operation))
                                                .equals(ExampleWriter.shape(made))
                                ? committed.path(operation)
                                : made));
        String text = JSON.writeValueAsString(examples) + "\n";
        Files.writeString(EXAMPLES, text);
        Files.writeString(Path.of("target/classes", OpenApiExamples.RESOURCE), text);
    }

    @Test
    void whatIsSentAndAnsweredFitsTheDocument() {
        DocumentedSchemas schemas = new DocumentedSchemas(JSON.readTree(generated()));
        assertThat(calls().stream().flatMap(call -> schemas.violations(call).stream()))
                .isEmpty();
    }

    @Test
    void everyOperationHasAnExampleThatIsAsItWasAnswered() throws IOException {
        JsonNode committed = JSON.readTree(Files.readString(EXAMPLES));
        Map<String, String> shown = new TreeMap<>();
        committed.forEachEntry((operation, examples) ->
                shown.put(operation, ExampleWriter.shape(examples).toString()));
        Map<String, String> answered = new TreeMap<>();
        new ExampleWriter()
                .examples(calls())
                .forEach((operation, examples) ->
                        answered.put(operation, ExampleWriter.shape(examples).toString()));
        assertThat(shown)
                .as("The answers have other fields: run ./mvnw verify -D%s=true and commit the examples", WRITE)
                .isEqualTo(answered);

        Set<String> without = new TreeSet<>();
        JSON.readTree(generated())
                .path("paths")
                .forEachEntry((path, item) -> item.forEach(operation -> {
                    if (path.startsWith("/api/v1/")
                            && !shown.containsKey(operation.path("operationId").asString())) {
                        without.add(operation.path("operationId").asString());
                    }
                }));
        assertThat(without).isEqualTo(NOT_SHOWN.keySet());
    }

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

    /** What can't be shown in a document, and why. */
    private static final Map<String, String> NOT_SHOWN = Map.of(
            "streamEvents", "an answer that does not end",
            "downloadPredictionLogDay", "Parquet, of a day that is over");

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
