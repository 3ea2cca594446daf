package dev.holdfast.dataset.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.PageRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@HoldfastTest(properties = "holdfast.datasets.max-size=1MB")
class DatasetApiTest {
    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String FIRST = """
            id,price,city,sold,at
            1,10.5,Oslo,true,2026-01-01T00:00:00Z
            2,11.5,Bergen,false,2026-01-02T00:00:00Z
            3,,Oslo,true,2026-01-03T00:00:00Z
            """;
    private static final String SECOND = """
            id,price,city,weight
            1,20.5,Oslo,0.5
            2,NaN,Bergen,0.6
            3,31.5,Oslo,0.7
            4,31.5,,0.8
            """;

    @Autowired
    private RestTestClient client;

    @Autowired
    private AuditLog audit;

    @Test
    void aVersionIsRegisteredOnceAndCanBeLookedAtFromEverySide() {
        upload("walk", FIRST, "text/csv")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .location("/api/v1/datasets/walk/versions/1")
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(1)
                .jsonPath("$.format")
                .isEqualTo("csv")
                .jsonPath("$.digest")
                .isEqualTo(Digest.of(FIRST).toString())
                .jsonPath("$.rows")
                .isEqualTo(3)
                .jsonPath("$.columns[*].type")
                .isEqualTo(List.of("integer", "float", "string", "boolean", "timestamp"))
                .jsonPath("$.source")
                .isEqualTo("nightly export")
                .jsonPath("$.created_by")
                .isEqualTo("test");
        upload("walk", FIRST, "text/csv;charset=UTF-8")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(1);
        upload("walk", SECOND, "text/csv")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(2);

        get("/api/v1/datasets/walk").jsonPath("$.latest_version").isEqualTo(2);
        get("/api/v1/datasets/walk/versions?max_results=1")
                .jsonPath("$.items[*].version")
                .isEqualTo(List.of(2))
                .jsonPath("$.items[0].column_count")
                .isEqualTo(4)
                .jsonPath("$.next_page_token")
                .exists();
        get("/api/v1/datasets/walk/versions/latest")
                .jsonPath("$.columns[3].name")
                .isEqualTo("weight");
        get("/api/v1/datasets/walk/versions/1/profile")
                .jsonPath("$.columns[1].nulls")
                .isEqualTo(1)
                .jsonPath("$.columns[1].mean")
                .isEqualTo(11.0)
                .jsonPath("$.columns[1].bins.kind")
                .isEqualTo("numeric")
                .jsonPath("$.columns[2].bins.categories")
                .isEqualTo(List.of("Oslo", "Bergen"))
                .jsonPath("$.columns[4].top_values[0].value")
                .isEqualTo("2026-01-01T00:00:00Z");
        get("/api/v1/datasets/walk/versions/1/rows?max_results=2")
                .jsonPath("$.items.length()")
                .isEqualTo(2)
                .jsonPath("$.items[1].price")
                .isEqualTo(11.5)
                .jsonPath("$.items[1].sold")
                .isEqualTo(false);
        get("/api/v1/datasets/walk/diff?from=1&to=latest")
                .jsonPath("$.rows.to")
                .isEqualTo(4)
                .jsonPath("$.added[*].name")
                .isEqualTo(List.of("weight"))
                .jsonPath("$.removed[*].name")
                .isEqualTo(List.of("sold", "at"))
                .jsonPath("$.columns[?(@.name=='price')].statistics.max.to")
                .isEqualTo(List.of(31.5))
                .jsonPath("$.columns[?(@.name=='price')].statistics.nans.to")
                .isEqualTo(List.of(1.0))
                .jsonPath("$.columns[?(@.name=='id')].psi")
                .value(List.class, psi -> assertThat((Double) psi.getFirst()).isGreaterThan(0));
        assertThat(audit.entries(new AuditQuery("dataset/walk", null, null), PageRequest.first())
                        .items())
                .extracting(AuditEntry::subject)
                .containsExactly("dataset/walk/versions/2", "dataset/walk/versions/1");
    }

    @Test
    void uploadsAreCheckedBeforeTheyAreBelieved() throws IOException {
        byte[] packed = gzip(FIRST.getBytes(StandardCharsets.UTF_8));
        send("checked", packed, "text/csv", "gzip", Digest.of(packed))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.digest")
                .isEqualTo(Digest.of(FIRST).toString());
        send("checked", FIRST.getBytes(StandardCharsets.UTF_8), "text/csv", "identity", Digest.of(FIRST))
                .expectStatus()
                .isOk();

        byte[] other = SECOND.getBytes(StandardCharsets.UTF_8);
        problem(send("refused", other, "text/csv", "identity", Digest.of(FIRST)), 422);
        problem(send("refused", gzip(other), "text/csv", "gzip", Digest.of(SECOND)), 422)
                .jsonPath("$.errors[0].field")
                .isEqualTo("Repr-Digest");
        problem(send("refused", Arrays.copyOf(packed, packed.length - 9), "text/csv", "gzip", null), 400);
        problem(send("refused", other, "text/csv", "gzip", null), 400);
        problem(send("refused", other, "text/csv", "br", null), 415);
        problem(send("refused", other, "text/csv;charset=iso-8859-1", "identity", null), 415);
        problem(send("refused", other, "application/x-www-form-urlencoded", "identity", null), 415)
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("text/csv"));
        byte[] large = ("a\n" + "1\n".repeat(600_000)).getBytes(StandardCharsets.UTF_8);
        problem(send("refused", large, "text/csv", "identity", null), 413);
        problem(send("refused", gzip(large), "text/csv", "gzip", null), 413);
        problem(send("not..good", other, "text/csv", "identity", null), 422)
                .jsonPath("$.errors[0].field")
                .isEqualTo("name");
        problem(
                        send(
                                "refused",
                                "PAR1 and no more PAR1".getBytes(StandardCharsets.UTF_8),
                                PARQUET,
                                "identity",
                                null),
                        422)
                .jsonPath("$.errors[0].message")
                .value(String.class, message -> assertThat(message).contains("not a readable Parquet file"));
        problem(send("refused", "a,b\n1\n".getBytes(StandardCharsets.UTF_8), "text/csv", "identity", null), 422)
                .jsonPath("$.errors[0].field")
                .isEqualTo("line 2")
                .jsonPath("$.errors[0].value")
                .isEqualTo(1);
        for (String path : List.of("..%2Fetc", "%2e%2e%2Fetc", "..%2F..%2Fetc%2Fpasswd")) {
            problem(
                            client.post()
                                    .uri(URI.create(client.get()
                                                    .uri("/")
                                                    .exchange()
                                                    .returnResult()
                                                    .getUrl() + "api/v1/datasets/" + path + "/versions"))
                                    .header(HttpHeaders.CONTENT_TYPE, "text/csv")
                                    .body(other)
                                    .exchange(),
                            422)
                    .jsonPath("$.errors[0].field")
                    .isEqualTo("name")
                    .jsonPath("$.errors[0].value")
                    .isEqualTo(URLDecoder.decode(path, StandardCharsets.UTF_8));
        }
        client.get().uri("/api/v1/datasets/refused").exchange().expectStatus().isNotFound();
        client.get()
                .uri("/api/v1/datasets/checked/versions/first")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void theFileComesBackWholeOrInParts() {
        upload("file", FIRST, "text/csv").expectStatus().isCreated();
        String path = "/api/v1/datasets/file/versions/latest/file";
        String tag = '"' + Digest.of(FIRST).toString() + '"';
        client.get()
                .uri(path)
                .exchange()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, tag)
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"file-1.csv\"")
                .expectHeader()
                .valueEquals("Repr-Digest", "sha-256=:" + base64(Digest.of(FIRST)) + ":")
                .expectBody(String.class)
                .isEqualTo(FIRST);
        client.get()
                .uri(path)
                .header(HttpHeaders.RANGE, "bytes=3-7")
                .exchange()
                .expectStatus()
                .isEqualTo(206)
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_RANGE, "bytes 3-7/" + FIRST.length())
                .expectBody(String.class)
                .isEqualTo(FIRST.substring(3, 8));
        client.get()
                .uri(path)
                .header(HttpHeaders.RANGE, "bytes=99999-")
                .exchange()
                .expectStatus()
                .isEqualTo(416);
        client.get()
                .uri(path)
                .header(HttpHeaders.IF_NONE_MATCH, tag)
                .exchange()
                .expectStatus()
                .isNotModified();
        client.patch()
                .uri("/api/v1/datasets/file")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"description\": \"Prices\"}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.description")
                .isEqualTo("Prices");
    }

    private ResponseSpec send(String name, byte[] body, String contentType, String encoding, @Nullable Digest digest) {
        var request = client.post()
                .uri("/api/v1/datasets/{name}/versions", name)
                .header(HttpHeaders.CONTENT_TYPE, contentType)
                .header(HttpHeaders.CONTENT_ENCODING, encoding);
        if (digest != null) {
            request.header("Repr-Digest", "sha-256=:" + base64(digest) + ":");
        }
        return request.body(body).exchange();
    }

    private static RestTestClient.BodyContentSpec problem(ResponseSpec response, int status) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody();
    }

    private static String base64(Digest digest) {
        return Base64.getEncoder().encodeToString(digest.bytes());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private ResponseSpec upload(String name, String body, String contentType) {
        return upload(name, body.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private ResponseSpec upload(String name, byte[] body, String contentType) {
        return client.post()
                .uri("/api/v1/datasets/{name}/versions?source=nightly export", name)
                .header(HttpHeaders.CONTENT_TYPE, contentType)
                .body(body)
                .exchange();
    }

    private RestTestClient.BodyContentSpec get(String path) {
        return client.get().uri(path).exchange().expectStatus().isOk().expectBody();
    }
}
