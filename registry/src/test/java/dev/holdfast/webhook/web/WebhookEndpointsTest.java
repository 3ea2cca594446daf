package dev.holdfast.webhook.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Both faces of webhooks: ours under {@code /api/v1}, and the one that MLflow's client asks for. */
@HoldfastTest
class WebhookEndpointsTest {
    private static final String OURS = "/api/v1/webhooks";
    private static final String MLFLOW = "/api/2.0/mlflow/webhooks";
    private static final String CREATED = "{\"entity\": \"REGISTERED_MODEL\", \"action\": \"CREATED\"}";

    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient database;

    @BeforeEach
    void noWebhooks() {
        database.sql("DELETE FROM webhook.webhook").update();
    }

    @Test
    void theClientMakesFindsChangesAndDeletesAWebhook() {
        String id = created("https://192.0.1.1/hook", "a secret");

        ok(call(HttpMethod.GET, MLFLOW + "/" + id, null))
                .jsonPath("$.webhook.name")
                .isEqualTo("hook")
                .jsonPath("$.webhook.status")
                .isEqualTo("ACTIVE")
                .jsonPath("$.webhook.events[0].entity")
                .isEqualTo("REGISTERED_MODEL")
                .jsonPath("$.webhook.events[0].action")
                .isEqualTo("CREATED")
                .jsonPath("$.webhook.creation_timestamp")
                .isNumber()
                .jsonPath("$.webhook.secret")
                .doesNotExist()
                .jsonPath("$.webhook.description")
                .doesNotExist();
        ok(call(HttpMethod.PATCH, MLFLOW + "/" + id, """
                {"name": "", "description": "for the team", "status": "DISABLED",
                 "events": [{"entity": "MODEL_VERSION_TAG", "action": "SET"}]}"""))
                .jsonPath("$.webhook.name")
                .isEqualTo("hook")
                .jsonPath("$.webhook.description")
                .isEqualTo("for the team")
                .jsonPath("$.webhook.status")
                .isEqualTo("DISABLED")
                .jsonPath("$.webhook.events[0].entity")
                .isEqualTo("MODEL_VERSION_TAG");
        ok(call(HttpMethod.DELETE, MLFLOW + "/" + id, "{}"));
        refused(call(HttpMethod.GET, MLFLOW + "/" + id, null), 404, "RESOURCE_DOES_NOT_EXIST");
        refused(call(HttpMethod.GET, MLFLOW + "/not-an-id", null), 404, "RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void theClientListsTheNewestFirstPageByPage() {
        created("https://192.0.1.1/1", null);
        created("https://192.0.1.1/2", null);
        created("https://192.0.1.1/3", null);

        JsonNode first = body(call(HttpMethod.GET, MLFLOW + "?max_results=2", null));
        assertThat(first.path("webhooks").get(0).path("url").asString()).endsWith("/3");
        assertThat(first.path("webhooks").size()).isEqualTo(2);
        JsonNode second = body(call(
                HttpMethod.GET,
                MLFLOW + "?max_results=2&page_token="
                        + first.path("next_page_token").asString(),
                null));
        assertThat(second.path("webhooks").get(0).path("url").asString()).endsWith("/1");
        assertThat(second.has("next_page_token")).isFalse();
        refused(call(HttpMethod.GET, MLFLOW + "?max_results=1001", null), 400, "INVALID_PARAMETER_VALUE");
    }

    @Test
    void mistakesAreAnsweredInTheProtocolsShape() {
        refused(call(HttpMethod.POST, MLFLOW, "{}"), 400, "INVALID_PARAMETER_VALUE");
        refused(post("a b", "https://192.0.1.1", CREATED), 400, "INVALID_PARAMETER_VALUE");
        refused(post("hook", "http://192.0.1.1", CREATED), 400, "INVALID_PARAMETER_VALUE");
        refused(post("hook", "https://127.0.0.1", CREATED), 400, "INVALID_PARAMETER_VALUE");
        refused(post("hook", "https://192.0.1.1", ""), 400, "INVALID_PARAMETER_VALUE");
        refused(
                post("hook", "https://192.0.1.1", "{\"entity\": \"REGISTERED_MODEL\", \"action\": \"DELETED\"}"),
                400,
                "INVALID_PARAMETER_VALUE");
        refused(
                post("hook", "https://192.0.1.1", "{\"entity\": \"DRIFT\", \"action\": \"DETECTED\"}"),
                400,
                "INVALID_PARAMETER_VALUE");
    }

    @Test
    void ourApiKnowsOurEventsAndTheClientIsSparedThem() {
        JsonNode both = body(call(HttpMethod.POST, OURS, """
                {"name": "both", "url": "https://192.0.1.1", "events": ["drift.detected", "model_version.created"], "secret": "s"}"""));
        JsonNode ours = body(call(HttpMethod.POST, OURS, """
                {"name": "ours", "url": "https://192.0.1.1", "events": ["release.activated"]}"""));
        assertThat(both.path("signed").asBoolean()).isTrue();
        assertThat(ours.path("signed").asBoolean()).isFalse();
        assertThat(both.has("secret")).isFalse();

        JsonNode seen = body(call(HttpMethod.GET, MLFLOW, null));
        assertThat(seen.path("webhooks").size()).isEqualTo(1);
        assertThat(seen.path("webhooks").get(0).path("events").size()).isEqualTo(1);
        refused(call(HttpMethod.GET, MLFLOW + "/" + ours.path("id").asString(), null), 404, "RESOURCE_DOES_NOT_EXIST");

        String id = both.path("id").asString();
        ok(call(HttpMethod.PATCH, MLFLOW + "/" + id, "{\"events\": [" + CREATED + "]}"));
        ok(call(HttpMethod.GET, OURS + "/" + id, null))
                .jsonPath("$.events[0]")
                .isEqualTo("registered_model.created")
                .jsonPath("$.events[1]")
                .isEqualTo("drift.detected");
        ok(call(HttpMethod.PATCH, OURS + "/" + id, "{\"secret\": \"\", \"status\": \"disabled\"}"))
                .jsonPath("$.signed")
                .isEqualTo(false)
                .jsonPath("$.status")
                .isEqualTo("disabled");
        ok(call(HttpMethod.GET, OURS + "/" + id + "/deliveries", null))
                .jsonPath("$.items")
                .isEmpty();
    }

    @Test
    void anEventThatIsNoneIsRefusedWithAListOfThoseThatAre() {
        byte[] answer = call(HttpMethod.POST, OURS, """
                {"name": "hook", "url": "https://192.0.1.1", "events": ["model.exploded"]}""")
                .expectStatus()
                .is4xxClientError()
                .expectBody()
                .returnResult()
                .getResponseBody();

        assertThat(new String(Objects.requireNonNull(answer), StandardCharsets.UTF_8))
                .contains("events")
                .contains("model_version.created");
    }

    @Test
    void secretsStayInTheDatabaseAndOutOfTheAuditLog() {
        created("https://192.0.1.1/hook", "very secret indeed");

        assertThat(database.sql("SELECT coalesce(string_agg(e::text, ' '), '') FROM audit.entry e")
                        .query(String.class)
                        .single())
                .doesNotContain("very secret indeed");
    }

    private String created(String url, @Nullable String secret) {
        String more = secret == null ? "" : ", \"secret\": \"" + secret + "\"";
        return body(call(
                        HttpMethod.POST,
                        MLFLOW,
                        "{\"name\": \"hook\", \"url\": \"" + url + "\", \"events\": [" + CREATED + "]" + more + "}"))
                .path("webhook")
                .path("webhook_id")
                .asString();
    }

    private ResponseSpec post(String name, String url, String event) {
        return call(
                HttpMethod.POST,
                MLFLOW,
                "{\"name\": \"" + name + "\", \"url\": \"" + url + "\", \"events\": [" + event + "]}");
    }

    private ResponseSpec call(HttpMethod method, String path, @Nullable String body) {
        var request = client.method(method).uri(path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON).body(body).exchange();
    }

    private static BodyContentSpec ok(ResponseSpec response) {
        return response.expectStatus().is2xxSuccessful().expectBody();
    }

    private static JsonNode body(ResponseSpec response) {
        return Objects.requireNonNull(response.expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private static void refused(ResponseSpec response, int status, String code) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.error_code")
                .isEqualTo(code);
    }
}
