package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.webhook.Receiver.Call;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What receivers hear of the registry while MLflow's clients use it. */
@HoldfastTest(
        properties = {"holdfast.webhooks.allow-private-addresses=true", "holdfast.webhooks.allowed-schemes=http,https"})
class RegistryEventsTest {
    @Autowired
    private RestTestClient http;

    @Autowired
    private Webhooks webhooks;

    @Autowired
    private Deliverer deliverer;

    @Autowired
    private JdbcClient database;

    @Autowired
    private JsonMapper json;

    private final Receiver receiver = new Receiver();

    @BeforeEach
    void aModelWithAVersion() throws Exception {
        database.sql("DELETE FROM webhook.webhook").update();
        for (String name : List.of("known", "new", "renamed")) {
            send("DELETE", "registered-models/delete", "{'name': '" + name + "'}");
        }
        call("POST", "registered-models/create", "{'name': 'known'}");
        call("POST", "model-versions/create", "{'name': 'known', 'source': 's3://bucket/known'}");
        webhooks.create(
                new WebhookChange(
                        "hook",
                        null,
                        receiver.url(),
                        Arrays.stream(WebhookEvent.values())
                                .filter(WebhookEvent::isInMlflow)
                                .toList(),
                        "secret",
                        null),
                Actor.SYSTEM);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    POST   | registered-models/create     | {'name': 'new'}                                                               | registered_model    | created | {'name': 'new', 'tags': {}, 'description': null}
                    POST   | registered-models/create     | {'name': 'new', 'description': 'd', 'tags': [{'key': 'k', 'value': 'v'}]}     | registered_model    | created | {'name': 'new', 'tags': {'k': 'v'}, 'description': 'd'}
                    POST   | model-versions/create        | {'name': 'known', 'source': 's3://bucket/x'}                                  | model_version       | created | {'name': 'known', 'version': '2', 'source': 's3://bucket/x', 'run_id': null, 'tags': {}, 'description': null}
                    POST   | model-versions/create        | {'name': 'known', 'source': 's3://bucket/x', 'run_id': 'r', 'description': 'd', 'tags': [{'key': 'k', 'value': 'v'}]} | model_version | created | {'name': 'known', 'version': '2', 'source': 's3://bucket/x', 'run_id': 'r', 'tags': {'k': 'v'}, 'description': 'd'}
                    POST   | model-versions/set-tag       | {'name': 'known', 'version': '1', 'key': 'k', 'value': 'v'}                   | model_version_tag   | set     | {'name': 'known', 'version': '1', 'key': 'k', 'value': 'v'}
                    POST   | registered-models/alias      | {'name': 'known', 'version': '1', 'alias': 'best'}                            | model_version_alias | created | {'name': 'known', 'alias': 'best', 'version': '1'}
                    """)
    void eachThingIsToldOnce(String method, String path, String body, String entity, String action, String data)
            throws Exception {
        call(method, path, body);
        assertTold(entity, action, data);
    }

    @Test
    void whatIsTakenAwayIsToldToo() throws Exception {
        call("POST", "model-versions/set-tag", "{'name': 'known', 'version': '1', 'key': 'k', 'value': 'v'}");
        call("POST", "registered-models/alias", "{'name': 'known', 'version': '1', 'alias': 'best'}");
        database.sql("DELETE FROM webhook.delivery").update();

        call("DELETE", "model-versions/delete-tag", "{'name': 'known', 'version': '1', 'key': 'k'}");
        assertTold("model_version_tag", "deleted", "{'name': 'known', 'version': '1', 'key': 'k'}");
        database.sql("DELETE FROM webhook.delivery").update();

        call("DELETE", "registered-models/alias", "{'name': 'known', 'alias': 'best'}");
        deliver();
        assertThat(receiver.calls()).hasSize(2);
        assertIs(receiver.calls().getLast(), "model_version_alias", "deleted", "{'name': 'known', 'alias': 'best'}");
    }

    @Test
    void whatIsRefusedOrHasNoEventIsNotTold() throws Exception {
        for (String refused : List.of("{'name': 'known'}", "{'name': 'a/b'}")) {
            send("POST", "registered-models/create", refused).expectStatus().isBadRequest();
        }
        call("PATCH", "registered-models/update", "{'name': 'known', 'description': 'new'}");
        call("POST", "registered-models/set-tag", "{'name': 'known', 'key': 'k', 'value': 'v'}");
        call("POST", "registered-models/rename", "{'name': 'known', 'new_name': 'renamed'}");
        call("DELETE", "model-versions/delete", "{'name': 'renamed', 'version': '1'}");
        deliver();
        assertThat(receiver.calls()).isEmpty();
    }

    private void assertTold(String entity, String action, String data) throws Exception {
        deliver();
        assertThat(receiver.calls()).hasSize(1);
        assertIs(receiver.calls().getFirst(), entity, action, data);
    }

    private void assertIs(Call call, String entity, String action, String data) {
        ObjectNode told = (ObjectNode) json.readTree(call.body());
        assertThat(told.remove("timestamp").stringValue()).isNotEmpty();
        JsonNode expected = json.createObjectNode()
                .put("entity", entity)
                .put("action", action)
                .set("data", json.readTree(data.replace('\'', '"')));
        assertThat(told).isEqualTo(expected);
    }

    private void deliver() throws Exception {
        for (Future<?> each : deliverer.deliverDue()) {
            each.get();
        }
    }

    private void call(String method, String path, String body) {
        send(method, path, body).expectStatus().isOk();
    }

    private RestTestClient.ResponseSpec send(String method, String path, String body) {
        return http.method(HttpMethod.valueOf(method))
                .uri("/api/2.0/mlflow/" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body.replace('\'', '"'))
                .exchange();
    }
}
