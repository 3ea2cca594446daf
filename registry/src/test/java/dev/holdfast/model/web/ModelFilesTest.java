package dev.holdfast.model.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.Digest;
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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;

/** Models' files, as they come and as they go. */
class ModelFilesTest extends ModelEndpointsTestCase {
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

    private List<Path> scratchFiles() {
        try (Stream<Path> files = Files.list(home.resolve("tmp"))) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
