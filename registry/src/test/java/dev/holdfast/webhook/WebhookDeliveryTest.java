package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.webhook.Receiver.Call;
import dev.holdfast.webhook.Receiver.Reply;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest(
        properties = {"holdfast.webhooks.allow-private-addresses=true", "holdfast.webhooks.allowed-schemes=http,https"})
class WebhookDeliveryTest {
    private static final WebhookEvent CREATED = WebhookEvent.REGISTERED_MODEL_CREATED;

    @Autowired
    private Webhooks webhooks;

    @Autowired
    private Deliverer deliverer;

    @Autowired
    private DeliveryRows rows;

    @Autowired
    private WebhookSender sender;

    @Autowired
    private SecretCipher cipher;

    @Autowired
    private WebhookProperties properties;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient database;

    @Autowired
    private JsonMapper json;

    @Autowired
    private SettableClock clock;

    private final Receiver receiver = new Receiver();

    @BeforeEach
    void noWebhooks() {
        database.sql("DELETE FROM webhook.webhook").update();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

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
    void aReceiverThatFailsIsAskedAgainEachTimeLater() throws Exception {
        Webhook webhook = webhook("a secret", CREATED);
        receiver.answersInTurn(Reply.of(503), Reply.of(500), Reply.of(200));

        tell("fraud");
        deliverDue();
        assertPause(onlyDelivery(webhook), Duration.ofSeconds(1), Duration.ofMillis(1_500));
        deliverDue();
        assertThat(receiver.calls()).hasSize(1);

        timePasses();
        deliverDue();
        assertPause(onlyDelivery(webhook), Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(onlyDelivery(webhook).error()).contains("500");

        timePasses();
        deliverDue();
        assertThat(onlyDelivery(webhook).state()).isEqualTo(DeliveryState.SUCCEEDED);
        assertThat(onlyDelivery(webhook).attempts()).isEqualTo(3);
        assertThat(onlyDelivery(webhook).error()).isNull();
        assertThat(receiver.calls())
                .hasSize(3)
                .extracting(call -> call.header("x-mlflow-delivery-id"))
                .containsOnly(onlyDelivery(webhook).id().toString());
    }

    @Test
    void aReceiverThatWantsToBeLeftAloneIs() throws Exception {
        Webhook webhook = webhook(null, CREATED);
        receiver.answers(call -> new Reply(429, Map.of("Retry-After", "120"), ""));

        tell("fraud");
        deliverDue();
        assertPause(onlyDelivery(webhook), Duration.ofMinutes(2), Duration.ofMinutes(2));

        receiver.answers(call -> new Reply(503, Map.of("Retry-After", "Wed, 01 Mar 2226 12:00:00 GMT"), ""));
        timePasses();
        deliverDue();
        assertPause(onlyDelivery(webhook), Duration.ofHours(1), Duration.ofHours(1));
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() throws Exception {
        Webhook webhook = webhook(null, CREATED);
        receiver.answers(call -> Reply.of(410));

        tell("fraud");
        deliverDue();

        assertThat(onlyDelivery(webhook).state()).isEqualTo(DeliveryState.FAILED);
        assertThat(onlyDelivery(webhook).responseStatus()).isEqualTo(410);
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (Receiver elsewhere = new Receiver()) {
            Webhook webhook = webhook(null, CREATED);
            receiver.answers(call -> new Reply(307, Map.of("Location", elsewhere.url()), ""));

            tell("fraud");
            deliverDue();

            assertThat(elsewhere.calls()).isEmpty();
            assertThat(onlyDelivery(webhook).state()).isEqualTo(DeliveryState.FAILED);
            assertThat(onlyDelivery(webhook).error()).contains("307");
        }
    }

    @Test
    void afterTheLastRetryADeliveryIsGivenUpAndCanBeAskedForAgain() throws Exception {
        Webhook webhook = webhook(null, CREATED);
        receiver.answers(call -> Reply.of(500));

        tell("fraud");
        for (int attempt = 0; attempt <= properties.maxRetries(); attempt++) {
            assertThat(onlyDelivery(webhook).state()).isEqualTo(DeliveryState.PENDING);
            timePasses();
            deliverDue();
        }
        Delivery given = onlyDelivery(webhook);
        assertThat(given.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(given.attempts()).isEqualTo(1 + properties.maxRetries());

        receiver.answersInTurn(Reply.of(200));
        webhooks.redeliver(webhook.id(), given.id(), Actor.SYSTEM);
        deliverDue();
        assertThat(onlyDelivery(webhook).state()).isEqualTo(DeliveryState.SUCCEEDED);
    }

    @Test
    void nobodyThereIsTriedAgain() throws Exception {
        Webhook webhook = webhook(null, CREATED);
        receiver.close();

        tell("fraud");
        deliverDue();

        assertThat(onlyDelivery(webhook).state()).isEqualTo(DeliveryState.PENDING);
        assertThat(onlyDelivery(webhook).responseStatus()).isNull();
        assertThat(onlyDelivery(webhook).error()).isNotEmpty();
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
    void severalServersTellEachThingOnce() throws Exception {
        webhook(null, CREATED);
        List<Deliverer> servers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            servers.add(new Deliverer(rows, sender, cipher, properties));
        }
        for (int i = 0; i < 60; i++) {
            tell("m" + i);
        }

        List<Future<?>> started = new ArrayList<>();
        for (Deliverer server : servers) {
            started.addAll(server.deliverDue());
        }
        join(started);

        assertThat(receiver.calls())
                .hasSize(60)
                .extracting(call -> call.header("x-mlflow-delivery-id"))
                .doesNotHaveDuplicates();
        for (Deliverer server : servers) {
            server.stop();
        }
    }

    @Test
    void whatADeadServerHadTakenIsToldWhenItsLeaseEnds() throws Exception {
        Webhook webhook = webhook(null, CREATED);
        tell("fraud");
        var lost = rows.claim(Duration.ofMinutes(1), List.of(), properties.maxRetries())
                .orElseThrow();

        deliverDue();
        assertThat(receiver.calls()).isEmpty();

        timePasses();
        deliverDue();
        assertThat(receiver.calls()).hasSize(1);
        // It was not dead after all: it comes too late to say how it went.
        rows.again(lost, WebhookAnswer.none("broken off", true, Duration.ZERO), Duration.ZERO);
        assertThat(onlyDelivery(webhook).state()).isEqualTo(DeliveryState.SUCCEEDED);
    }

    @Test
    void aReceiverThatIsSlowHoldsUpNobodyElse() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (Receiver other = new Receiver()) {
            webhook(null, CREATED);
            receiver.answers(call -> {
                await(slow);
                return Reply.of(200);
            });
            for (int i = 0; i < properties.concurrency(); i++) {
                tell("m" + i);
            }
            List<Future<?>> slowOnes = deliverer.deliverDue();
            assertThat(slowOnes).hasSize(properties.concurrency() / 2);
            webhooks.create(
                    new WebhookChange(
                            "other", null, other.url(), List.of(WebhookEvent.MODEL_VERSION_TAG_SET), null, null),
                    Actor.SYSTEM);
            webhooks.tell(WebhookEvent.MODEL_VERSION_TAG_SET, EventData.versionTag("m", "1", "k"));

            join(deliverer.deliverDue());

            assertThat(other.calls()).hasSize(1);
            slow.countDown();
            join(slowOnes);
            assertThat(receiver.calls()).hasSize(properties.concurrency());
        }
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

    private Webhook webhook(@Nullable String secret, WebhookEvent... events) {
        return webhooks.create(
                new WebhookChange("hook", null, receiver.url(), List.of(events), secret, null), Actor.SYSTEM);
    }

    private void status(Webhook webhook, WebhookStatus status) {
        webhooks.change(webhook.id(), new WebhookChange(null, null, null, null, null, status), Actor.SYSTEM);
    }

    private void tell(String model) {
        webhooks.tell(CREATED, EventData.registeredModel(model, Map.of(), null));
    }

    private void deliverDue() throws Exception {
        join(deliverer.deliverDue());
    }

    private static void join(List<Future<?>> started) throws ExecutionException, InterruptedException {
        for (Future<?> each : started) {
            each.get();
        }
    }

    /** Until everything that waits is due. */
    private void timePasses() {
        database.sql("UPDATE webhook.delivery SET due_at = now() WHERE state = 'pending'")
                .update();
    }

    private Call onlyCall() {
        assertThat(receiver.calls()).hasSize(1);
        return receiver.calls().getFirst();
    }

    private List<Delivery> deliveries(Webhook webhook) {
        return webhooks.deliveries(webhook.id(), PageRequest.first()).items();
    }

    private Delivery onlyDelivery(Webhook webhook) {
        assertThat(deliveries(webhook)).hasSize(1);
        return deliveries(webhook).getFirst();
    }

    private void assertPause(Delivery delivery, Duration least, Duration most) {
        assertThat(delivery.state()).isEqualTo(DeliveryState.PENDING);
        Instant now =
                database.sql("SELECT now()").query(Timestamp.class).single().toInstant();
        Instant next = Objects.requireNonNull(delivery.nextAttemptAt());
        Duration middle = least.plus(most).dividedBy(2);
        long spread = most.minus(least).dividedBy(2).toMillis();
        // The answer came a moment before now.
        assertThat(next).isCloseTo(now.plus(middle), within(spread + 900, ChronoUnit.MILLIS));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
