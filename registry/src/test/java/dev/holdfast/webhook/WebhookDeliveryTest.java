package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.Actor;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.webhook.Receiver.Call;
import dev.holdfast.webhook.Receiver.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookDeliveryTest extends WebhookTestCase {
    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JsonMapper json;

    @Autowired
    private SettableClock clock;

    @Test
    void whatIsSentIsSignedAndSaysWhatHappened() throws Exception {
        webhook("a secret", CREATED);

        tell("fraud");
        deliverDue();

        Call call = onlyCall();
        assertThat(call.header("content-type")).isEqualTo("application/json");
        assertThat(call.header("x-mlflow-timestamp"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed =
                call.header("x-mlflow-delivery-id") + "." + call.header("x-mlflow-timestamp") + "." + call.body();
        assertThat(call.header("x-mlflow-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        JsonNode body = json.readTree(call.body());
        assertThat(body.path("entity").asString()).isEqualTo("registered_model");
        assertThat(body.path("action").asString()).isEqualTo("created");
        assertThat(body.path("timestamp").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
        assertThat(body.path("data").path("name").asString()).isEqualTo("fraud");
        assertThat(body.path("data").path("description").isNull()).isTrue();
    }

    @Test
    void withoutASecretNothingIsSigned() throws Exception {
        Webhook webhook = webhook(null, CREATED);

        tell("fraud");
        deliverDue();

        assertThat(onlyCall().headers()).doesNotContainKey("x-mlflow-signature");
        Delivery delivery = onlyDelivery(webhook);
        assertThat(delivery.state()).isEqualTo(DeliveryState.SUCCEEDED);
        assertThat(delivery.responseStatus()).isEqualTo(200);
        assertThat(delivery.latencyMs()).isNotNull();
        assertThat(delivery.finishedAt()).isNotNull();
    }

    @Test
    void whatIsRolledBackIsNotTold() throws Exception {
        Webhook webhook = webhook(null, CREATED);

        transaction.executeWithoutResult(status -> {
            tell("fraud");
            status.setRollbackOnly();
        });
        deliverDue();

        assertThat(receiver.calls()).isEmpty();
        assertThat(deliveries(webhook)).isEmpty();
    }

    @Test
    void aDisabledWebhookIsLeftAlone() throws Exception {
        Webhook webhook = webhook(null, CREATED);
        tell("waits");
        status(webhook, WebhookStatus.DISABLED);

        tell("is never told");
        deliverDue();
        assertThat(receiver.calls()).isEmpty();

        status(webhook, WebhookStatus.ACTIVE);
        deliverDue();
        assertThat(onlyCall().body()).contains("waits");
    }

    @Test
    void onlyWhatWasAskedForIsTold() throws Exception {
        webhook(null, WebhookEvent.MODEL_VERSION_CREATED);

        tell("fraud");
        deliverDue();

        assertThat(receiver.calls()).isEmpty();
    }

    @Test
    void deliveriesThatHaveLongBeenDoneAreForgotten() throws Exception {
        Webhook webhook = webhook(null, CREATED);
        tell("old");
        deliverDue();
        tell("waits");
        database.sql("UPDATE webhook.delivery SET finished_at = finished_at - interval '31 days'")
                .update();

        deliverer.forget();

        assertThat(deliveries(webhook)).extracting(Delivery::state).containsExactly(DeliveryState.PENDING);
    }

    @Test
    void aTestSendsAnExampleAndShowsTheAnswer() {
        Webhook webhook = webhook("a secret", WebhookEvent.MODEL_VERSION_CREATED, CREATED);
        receiver.answers(call -> new Reply(202, Map.of(), "thank you"));

        assertThat(webhooks.test(webhook.id(), null)).isEqualTo(new TestResult(true, 202, "thank you", null));
        assertThat(onlyCall().body()).contains("\"entity\":\"model_version\"").contains("\"version\":\"1\"");
        receiver.answers(call -> Reply.of(404));
        assertThat(webhooks.test(webhook.id(), CREATED).success()).isFalse();
        receiver.close();
        assertThat(webhooks.test(webhook.id(), CREATED).errorMessage()).startsWith("Failed to test webhook");
    }

    private void status(Webhook webhook, WebhookStatus status) {
        webhooks.change(webhook.id(), new WebhookChange(null, null, null, null, null, status), Actor.SYSTEM);
    }

    private Call onlyCall() {
        assertThat(receiver.calls()).hasSize(1);
        return receiver.calls().getFirst();
    }
}
