package dev.holdfast.dataset.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@HoldfastTest
class DatasetApiTest {
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
