package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.Actor;
import dev.holdfast.webhook.Receiver.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Several servers, or several receivers, at once. */
class WebhookServersTest extends WebhookTestCase {
    @Autowired
    private DeliveryRows rows;

    @Autowired
    private WebhookSender sender;

    @Autowired
    private SecretCipher cipher;

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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
