package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.kernel.Actor;
import dev.holdfast.webhook.Receiver.Reply;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Receivers that do not take what they are told. */
class WebhookRetryTest extends WebhookTestCase {
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
}
