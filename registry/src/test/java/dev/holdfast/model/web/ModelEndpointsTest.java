package dev.holdfast.model.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Digest;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.JsonPathAssertions;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

@HoldfastTest(properties = "holdfast.models.max-size=64KB")
class ModelEndpointsTest {
    private static final byte[] MODEL = TinyOnnx.classifier(List.of("amount"), List.of("no", "yes"), 1);

    @Autowired
    RestTestClient http;

    @Value("${holdfast.home}")
    Path home;

    @Test
    void registersAFileFromElsewhere() {
        String facts = """
                {"description": "from a notebook", "label": "fraud", "classes": ["no", "yes"], "metrics": {"auc": 0.9},
                 "tags": {"team": "risk"}, "facts": {"trainer": "sklearn"}}
                """;
        register("upload", MODEL, facts, "k1")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Location", "/api/v1/models/upload/versions/1")
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(1)
                .jsonPath("$.format")
                .isEqualTo("onnx")
                .jsonPath("$.signature.inputs[0].datatype")
                .isEqualTo("FP32")
                .jsonPath("$.manifest.files[0].digest")
                .isEqualTo(Digest.of(MODEL).toString())
                .jsonPath("$.facts.trainer")
                .isEqualTo("sklearn")
                .jsonPath("$.facts.label")
                .isEqualTo("fraud")
                .jsonPath("$.metrics.auc")
                .isEqualTo(0.9)
                .jsonPath("$.created_by")
                .isEqualTo("test");
        register("upload", MODEL, facts, "k1")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(1);
        register("upload", MODEL, null, null)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(2);
        assertThat(scratchFiles()).isEmpty();

        put("/models/upload/aliases/champion", "{\"version\": 1}", "approver")
                .expectStatus()
                .isOk();
        put("/models/upload/aliases/champion", "{\"version\": 1}", "contributor")
                .expectStatus()
                .isForbidden();
        for (String path : List.of("/versions/1", "/versions/@champion", "/aliases/champion")) {
            get("/models/upload" + path)
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.aliases[0]")
                    .isEqualTo("champion");
        }
        get("/models/upload/versions/@champion/lineage")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.edges[0].relation")
                .isEqualTo("released_as")
                .jsonPath("$.nodes[0].kind")
                .isEqualTo("model_version");
        get("/models/upload/versions?max_results=1")
                .expectBody()
                .jsonPath("$.items[0].version")
                .isEqualTo(2)
                .jsonPath("$.next_page_token")
                .exists();
        get("/models/upload/versions/@nobody").expectStatus().isNotFound();
        get("/models/upload/versions/3").expectStatus().isNotFound();
        get("/models/upload/versions/latest").expectStatus().isBadRequest();
        get("/models/nothing/versions").expectStatus().isNotFound();
    }

    @Test
    void downloadsWholeAndInRanges() {
        register("download", MODEL, null, null).expectStatus().isCreated();
        String path = "/models/download/versions/1/file";
        String eTag = "\"" + Digest.of(MODEL) + "\"";

        get(path)
                .expectHeader()
                .valueEquals("ETag", eTag)
                .expectHeader()
                .valueEquals("Content-Disposition", "attachment; filename=\"download-1.onnx\"")
                .expectHeader()
                .contentLength(MODEL.length)
                .expectBody(byte[].class)
                .isEqualTo(MODEL);
        get(path, "Range", "bytes=10-19")
                .expectStatus()
                .isEqualTo(206)
                .expectHeader()
                .valueEquals("Content-Range", "bytes 10-19/" + MODEL.length)
                .expectBody(byte[].class)
                .isEqualTo(Arrays.copyOfRange(MODEL, 10, 20));
        get(path, "Range", "bytes=-5")
                .expectStatus()
                .isEqualTo(206)
                .expectBody(byte[].class)
                .isEqualTo(Arrays.copyOfRange(MODEL, MODEL.length - 5, MODEL.length));
        get(path, "Range", "bytes=999999-")
                .expectStatus()
                .isEqualTo(416)
                .expectHeader()
                .valueEquals("Content-Range", "bytes */" + MODEL.length);
        get(path, "Range", "lines=1-2").expectStatus().isOk();
        get(path, "If-None-Match", eTag).expectStatus().isNotModified();
        http.head()
                .uri("/api/v1" + path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(MODEL.length);
    }

    @Test
    void changesWhatItsReaderKnows() {
        String eTag = post("/models", "{\"name\": \"patch\", \"description\": \"old\"}")
                .expectStatus()
                .isCreated()
                .returnResult(String.class)
                .getResponseHeaders()
                .getETag();
        patch("/models/patch", "{\"tags\": {\"a\": \"1\", \"b\": \"2\"}}", null)
                .expectStatus()
                .isOk();
        patch("/models/patch", "{\"description\": null, \"tags\": {\"a\": null}}", eTag)
                .expectStatus()
                .isEqualTo(412);
        patch("/models/patch", "{\"description\": null, \"tags\": {\"a\": null}}", "*")
                .expectBody()
                .jsonPath("$.description")
                .doesNotExist()
                .jsonPath("$.tags.a")
                .doesNotExist()
                .jsonPath("$.tags.b")
                .isEqualTo("2");
        patch("/models/patch", "{\"name\": \"other\"}", null).expectStatus().isBadRequest();
        patch("/models/patch", "{\"description\": 5}", null).expectStatus().isBadRequest();
        patch("/models/patch", "{\"description\": \"a\\u0000b\"}", null)
                .expectStatus()
                .isEqualTo(422);
        post("/models", "{\"name\": \"patch\"}").expectStatus().isEqualTo(409);
        get("/models").expectStatus().isOk();
    }

    @Test
    void hasAnOwnerThatReadersAgreeOn() {
        String eTag = post("/models", "{\"name\": \"owned\"}")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.owner")
                .isEqualTo("test")
                .returnResult()
                .getResponseHeaders()
                .getETag();
        patch("/models/owned", "{\"owner\": \"Fraud team\", \"description\": \"d\"}", eTag)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.owner")
                .isEqualTo("Fraud team");
        patch("/models/owned", "{\"owner\": \"somebody else\"}", eTag)
                .expectStatus()
                .isEqualTo(412);
        patch("/models/owned", "{\"description\": null}", null)
                .expectBody()
                .jsonPath("$.owner")
                .isEqualTo("Fraud team");
        post("/models", "{\"name\": \"given\", \"owner\": \"Risk\"}")
                .expectStatus()
                .isCreated();
        names("/models?filter=owner = 'Fraud team'").isEqualTo(List.of("owned"));
        names("/models?filter=owner ILIKE '%r%' AND name IN ('owned', 'given')").isEqualTo(List.of("given", "owned"));

        patch("/models/owned", "{\"owner\": null}", null)
                .expectBody()
                .jsonPath("$.owner")
                .doesNotExist();
        names("/models?filter=owner = '' AND name = 'owned'").isEqualTo(List.of("owned"));
        get("/audit?subject=model/owned&action=model.changed")
                .expectBody()
                .jsonPath("$.items[0].details.former_owner")
                .isEqualTo("Fraud team")
                .jsonPath("$.items[0].details.owner")
                .doesNotExist()
                .jsonPath("$.items[2].details.owner")
                .isEqualTo("Fraud team");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''             | 422
                    ' '            | 422
                    ' padded'      | 422
                    'two\\nlines'  | 422
                    'a\\u0000b'    | 422
                    LONG           | 422
                    5              | 400
                    """)
    void refusesOwnersThatAreNoNames(String owner, int status) {
        post("/models", "{\"name\": \"disowned\"}");
        String value = owner.equals("5") ? owner : "\"" + (owner.equals("LONG") ? "x".repeat(121) : owner) + "\"";
        patch("/models/disowned", "{\"owner\": " + value + "}", null)
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("owner");
        get("/models/disowned").expectBody().jsonPath("$.owner").isEqualTo("test");
    }

    @Test
    void versionsHaveNoOwnersOfTheirOwn() {
        register("plain", MODEL, null, null).expectStatus().isCreated();
        patch("/models/plain/versions/1", "{\"owner\": \"anna\"}", null)
                .expectStatus()
                .isBadRequest();
    }

    private JsonPathAssertions names(String path) {
        return get(path).expectBody().jsonPath("$.items[*].name");
    }

    @Test
    void filtersRenamesStagesAndDeletes() {
        register("life", MODEL, null, null).expectStatus().isCreated();
        register("life", MODEL, "{\"tags\": {\"good\": \"yes\"}}", null)
                .expectStatus()
                .isCreated();
        get("/models?filter=name = 'life'")
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1);
        get("/models?filter=name = 'life' AND tags.x = 'y'")
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(0);
        get("/models?filter=nonsense").expectStatus().isBadRequest();
        get("/models/life/versions?filter=tags.good = 'yes'")
                .expectBody()
                .jsonPath("$.items[0].version")
                .isEqualTo(2)
                .jsonPath("$.items.length()")
                .isEqualTo(1);
        get("/models/life/versions?order_by=version_number")
                .expectBody()
                .jsonPath("$.items[0].version")
                .isEqualTo(1);
        get("/models/nobody/versions?filter=version_number > 1").expectStatus().isNotFound();

        patch("/models/life/versions/2", "{\"description\": \"d\", \"tags\": {\"good\": null}}", null)
                .expectBody()
                .jsonPath("$.description")
                .isEqualTo("d")
                .jsonPath("$.tags.good")
                .doesNotExist();
        put("/models/life/versions/2/stage", "{\"stage\": \"production\"}", "approver")
                .expectBody()
                .jsonPath("$.stage")
                .isEqualTo("production");
        put("/models/life/versions/2/stage", "{\"stage\": \"gone\"}", "approver")
                .expectStatus()
                .isBadRequest();
        put("/models/life/versions/2/stage", "{\"stage\": \"none\", \"archive_existing_versions\": true}", "approver")
                .expectStatus()
                .isEqualTo(422);

        delete("/models/life/versions/1").expectStatus().isNoContent();
        delete("/models/life/versions/1").expectStatus().isNotFound();
        post("/models/life/rename", "{\"new_name\": \"after life\"}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("after life");
        get("/models/after life/versions/2").expectStatus().isOk();
        delete("/models/after life").expectStatus().isNoContent();
        get("/models/after life").expectStatus().isNotFound();
    }

    private RestTestClient.ResponseSpec delete(String path) {
        return http.delete().uri("/api/v1" + path).exchange();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    ok    | model   | {"labl": "x"}                                          | 400 | labl
                    ok    | model   | {"metrics": {"auc": "high"}}                           | 400 | metrics.auc
                    ok    | model   | {"metrics": {"auc": "NaN"}}                            | 422 | metrics.auc
                    ok    | model   | {"metrics": [0.9]}                                     | 400 | metrics
                    ok    | model   | {"classes": "yes"}                                     | 400 | classes
                    ok    | model   | {"task": "guessing"}                                   | 400 | task
                    ok    | model   | not json                                               | 400 | body
                    ok    | model   | null                                                   | 400 | facts
                    ok    | model   | {"run_id": "nope"}                                     | 422 | run_id
                    ok    | model   | {"datasets": [{"name": "nope"}]}                       | 422 | datasets[0]
                    ok    | model   | {"tags": {"k": "a\\u0000b"}}                           | 422 | tags.k
                    ok    | model   | {"signature": {"inputs": [{"name": "x", "datatype": "FP33", "shape": [1]}], "outputs": []}} | 422 | datatype
                    ok    | corrupt | {}                                                     | 422 | file
                    ok    | empty   | {}                                                     | 422 | file
                    ok    | -       | {}                                                     | 422 | file
                    ok    | huge    | {}                                                     | 413 | -
                    a:b   | model   | {}                                                     | 422 | model
                    %2e%2e%2fetc | model | {}                                                | 422 | model
                    """)
    void refusesGarbage(String name, @Nullable String file, String facts, int status, @Nullable String field) {
        byte[] bytes = file == null
                ? null
                : switch (file) {
                    case "model" -> MODEL;
                    case "corrupt" -> Arrays.copyOf(MODEL, MODEL.length / 2);
                    case "empty" -> new byte[0];
                    default -> new byte[100_000];
                };
        var response = register(name, bytes, facts, null);
        response.expectStatus().isEqualTo(status);
        if (field != null) {
            response.expectBody().jsonPath("$.errors[0].field").isEqualTo(field);
        }
        get("/models/ok").expectStatus().isNotFound();
        assertThat(scratchFiles()).isEmpty();
    }

    @Test
    void wantsMultipart() {
        post("/models/ok/versions", "{}").expectStatus().isEqualTo(415);
        http.post()
                .uri("/api/v1/models/ok/versions")
                .header("X-Test-Role", "viewer")
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(parts(MODEL, null))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private RestTestClient.ResponseSpec register(
            String model, byte @Nullable [] file, @Nullable String facts, @Nullable String idempotencyKey) {
        return http.post()
                .uri(java.net.URI.create("/api/v1/models/" + model + "/versions"))
                .headers(headers -> {
                    if (idempotencyKey != null) {
                        headers.set("Idempotency-Key", idempotencyKey);
                    }
                })
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(parts(file, facts))
                .exchange();
    }

    private static MultiValueMap<String, Object> parts(byte @Nullable [] file, @Nullable String facts) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        if (file != null) {
            parts.add("file", new ByteArrayResource(file) {
                @Override
                public String getFilename() {
                    return "any.onnx";
                }
            });
        }
        if (facts != null) {
            // As curl sends a plain form field: without a type of its own.
            parts.add("facts", new HttpEntity<>(facts, new HttpHeaders()));
        }
        return parts;
    }

    private RestTestClient.ResponseSpec get(String path, String... header) {
        return http.get()
                .uri("/api/v1" + path)
                .headers(headers -> {
                    if (header.length == 2) {
                        headers.set(header[0], header[1]);
                    }
                })
                .exchange();
    }

    private RestTestClient.ResponseSpec post(String path, String body) {
        return http.post()
                .uri("/api/v1" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private RestTestClient.ResponseSpec put(String path, String body, String role) {
        return http.put()
                .uri("/api/v1" + path)
                .header("X-Test-Role", role)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private RestTestClient.ResponseSpec patch(String path, String body, @Nullable String ifMatch) {
        return http.patch()
                .uri("/api/v1" + path)
                .headers(headers -> {
                    if (ifMatch != null) {
                        headers.set("If-Match", ifMatch);
                    }
                })
                .contentType(MediaType.valueOf("application/merge-patch+json"))
                .body(body)
                .exchange();
    }

    private List<Path> scratchFiles() {
        try (Stream<Path> files = Files.list(home.resolve("tmp"))) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
