package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A receiver on this machine, and words for what is told to it. */
@HoldfastTest(
        properties = {"holdfast.webhooks.allow-private-addresses=true", "holdfast.webhooks.allowed-schemes=http,https"})
abstract class WebhookTestCase {
    static final WebhookEvent CREATED = WebhookEvent.REGISTERED_MODEL_CREATED;

    @Autowired
    Webhooks webhooks;

    @Autowired
    Deliverer deliverer;

    @Autowired
    WebhookProperties properties;

    @Autowired
    JdbcClient database;

    final Receiver receiver = new Receiver();

    @BeforeEach
    void noWebhooks() {
        database.sql("DELETE FROM webhook.webhook").update();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    final Webhook webhook(@Nullable String secret, WebhookEvent... events) {
        return webhooks.create(
                new WebhookChange("hook", null, receiver.url(), List.of(events), secret, null), Actor.SYSTEM);
    }

    final void tell(String model) {
        webhooks.tell(CREATED, EventData.registeredModel(model, Map.of(), null));
    }

    final void deliverDue() throws Exception {
        join(deliverer.deliverDue());
    }

    static void join(List<Future<?>> started) throws ExecutionException, InterruptedException {
        for (Future<?> each : started) {
            each.get();
        }
    }

    /** Until everything that waits is due. */
    final void timePasses() {
        database.sql("UPDATE webhook.delivery SET due_at = now() WHERE state = 'pending'")
                .update();
    }

    final List<Delivery> deliveries(Webhook webhook) {
        return webhooks.deliveries(webhook.id(), PageRequest.first()).items();
    }

    final Delivery onlyDelivery(Webhook webhook) {
        assertThat(deliveries(webhook)).hasSize(1);
        return deliveries(webhook).getFirst();
    }
}
