package dev.holdfast.webhook;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.webhook.SecretCipher.WrongKeyException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/**
 * Webhooks and what they are told.
 *
 * <p>An event is told to every webhook that asks for it and is active when it happens: what is to be sent is written in the
 * transaction of the event, and sent after it. Deliveries may come in any order and, after a crash, twice.
 */
@Service
public class Webhooks {
    private static final List<WebhookEvent> ALL = List.of(WebhookEvent.values());
    private static final List<WebhookEvent> IN_MLFLOW = Arrays.stream(WebhookEvent.values())
            .filter(WebhookEvent::isInMlflow)
            .toList();

    private final WebhookRows rows;
    private final DeliveryRows deliveries;
    private final WebhookRules rules;
    private final SecretCipher cipher;
    private final EventBody bodies;
    private final WebhookSender sender;
    private final WebhookProperties properties;
    private final AuditLog audit;
    private final Clock clock;

    Webhooks(
            WebhookRows rows,
            DeliveryRows deliveries,
            WebhookRules rules,
            SecretCipher cipher,
            EventBody bodies,
            WebhookSender sender,
            WebhookProperties properties,
            AuditLog audit,
            Clock clock) {
        this.rows = rows;
        this.deliveries = deliveries;
        this.rules = rules;
        this.cipher = cipher;
        this.bodies = bodies;
        this.sender = sender;
        this.properties = properties;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a webhook; name, URL and events are set. It is active unless the status says otherwise. */
    @Transactional
    public Webhook create(WebhookChange definition, Actor actor) {
        rules.check(definition);
        Instant now = now();
        String secret = definition.secret();
        Webhook webhook = new Webhook(
                Ids.next(),
                given("name", definition.name()),
                absentIfEmpty(definition.description()),
                given("url", definition.url()),
                distinct(given("events", definition.events())),
                definition.status() == null ? WebhookStatus.ACTIVE : definition.status(),
                secret != null && !secret.isEmpty(),
                now,
                actor.name(),
                now);
        rows.insert(webhook, webhook.signed() && secret != null ? cipher.seal(secret, webhook.id()) : null);
        record(actor, "webhook.created", webhook);
        return webhook;
    }

    @Transactional
    public Webhook change(UUID id, WebhookChange change, Actor actor) {
        Webhook before = rows.lock(id).orElseThrow(() -> noWebhook(id.toString()));
        rules.check(change);
        String secret = change.secret();
        if (secret != null) {
            rows.setSecret(id, secret.isEmpty() ? null : cipher.seal(secret, id));
        }
        Webhook after = new Webhook(
                id,
                orElse(change.name(), before.name()),
                change.description() == null ? before.description() : absentIfEmpty(change.description()),
                orElse(change.url(), before.url()),
                distinct(orElse(change.events(), before.events())),
                orElse(change.status(), before.status()),
                secret == null ? before.signed() : !secret.isEmpty(),
                before.createdAt(),
                before.createdBy(),
                now());
        rows.update(after);
        record(actor, "webhook.changed", after);
        return after;
    }

    /** Deletes a webhook with its deliveries, those that wait included. */
    @Transactional
    public void delete(UUID id, Actor actor) {
        Webhook webhook = webhook(id);
        rows.delete(id);
        record(actor, "webhook.deleted", webhook);
    }

    @Transactional(readOnly = true)
    public Webhook webhook(UUID id) {
        return rows.find(id).orElseThrow(() -> noWebhook(id.toString()));
    }

    /** All webhooks, the newest first. */
    @Transactional(readOnly = true)
    public Page<Webhook> webhooks(PageRequest page) {
        return page(page, ALL);
    }

    /** The webhooks that are told one of the events that MLflow's clients know, the newest first. */
    @Transactional(readOnly = true)
    public Page<Webhook> webhooksOfMlflow(PageRequest page) {
        return page(page, IN_MLFLOW);
    }

    /** Sends an example, once and now, also where the webhook is disabled; the first of its events where none is named. */
    public TestResult test(UUID id, @Nullable WebhookEvent event) {
        Webhook webhook = webhook(id);
        WebhookEvent tested = event == null ? webhook.events().getFirst() : event;
        WebhookAnswer answer;
        try {
            String secret =
                    rows.sealedSecret(id).map(stored -> cipher.open(stored, id)).orElse(null);
            answer = sender.send(new WebhookCall(
                    webhook.url(), Ids.next(), bodies.write(tested, EventData.example(tested)), secret));
        } catch (WrongKeyException e) {
            return new TestResult(false, null, null, e.getMessage());
        }
        return answer.status() == null
                ? new TestResult(false, null, null, "Failed to test webhook: " + answer.error())
                : new TestResult(answer.isTaken(), answer.status(), answer.body(), null);
    }

    /** Tells the webhooks that ask for it what has happened, if and when the current transaction commits. */
    @Transactional
    public void tell(WebhookEvent event, JsonNode data) {
        deliveries.insert(event, bodies.write(event, data), attempts());
    }

    /** What a webhook was told or is to be told, the newest first. */
    @Transactional(readOnly = true)
    public Page<Delivery> deliveries(UUID id, PageRequest page) {
        webhook(id);
        return Page.of(deliveries.page(id, page), page, row -> List.of(Long.toString(row.sequence())))
                .map(DeliveryRows.Row::delivery);
    }

    /** Sends a delivery again that is done, with the same id and body. */
    @Transactional
    public Delivery redeliver(UUID id, UUID delivery, Actor actor) {
        Webhook webhook = webhook(id);
        Delivery found = deliveries
                .find(id, delivery)
                .orElseThrow(() -> ProblemException.notFound("delivery " + delivery + " of this webhook"));
        if (!deliveries.redeliver(id, delivery, attempts())) {
            throw ProblemException.conflict("The delivery is under way; wait until it is done.");
        }
        audit.record(
                actor,
                "webhook.redelivered",
                subject(webhook),
                null,
                Map.of("delivery", delivery, "event", found.event().toString()));
        return deliveries.find(id, delivery).orElse(found);
    }

    private Page<Webhook> page(PageRequest page, List<WebhookEvent> events) {
        return Page.of(
                rows.page(page, events), page, webhook -> List.of(webhook.id().toString()));
    }

    private int attempts() {
        return 1 + Math.max(0, properties.maxRetries());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void record(Actor actor, String action, Webhook webhook) {
        audit.record(
                actor,
                action,
                subject(webhook),
                null,
                Map.of("name", webhook.name(), "url", webhook.url(), "events", names(webhook)));
    }

    private static String subject(Webhook webhook) {
        return "webhook/" + webhook.id();
    }

    private static List<String> names(Webhook webhook) {
        return webhook.events().stream().map(WebhookEvent::toString).toList();
    }

    private static List<WebhookEvent> distinct(List<WebhookEvent> events) {
        return events.stream().distinct().toList();
    }

    private static <T> T given(String field, @Nullable T value) {
        if (value == null) {
            throw ProblemException.invalid(field, null, "must be set.");
        }
        return value;
    }

    private static <T> T orElse(@Nullable T value, T fallback) {
        return value == null ? fallback : Objects.requireNonNull(value);
    }

    private static @Nullable String absentIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The words that MLflow's clients know. */
    public static ProblemException noWebhook(String id) {
        return new ProblemException(ProblemType.NOT_FOUND, "Webhook with ID " + id + " not found.");
    }
}
