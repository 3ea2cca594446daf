package dev.holdfast.model.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.JsonPathAssertions;
import org.springframework.test.web.servlet.client.RestTestClient;

class ModelEndpointsTest extends ModelEndpointsTestCase {
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
}
