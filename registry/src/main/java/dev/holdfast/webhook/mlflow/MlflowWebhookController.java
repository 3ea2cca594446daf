package dev.holdfast.webhook.mlflow;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.webhook.TestResult;
import dev.holdfast.webhook.Webhook;
import dev.holdfast.webhook.WebhookChange;
import dev.holdfast.webhook.WebhookEvent;
import dev.holdfast.webhook.WebhookStatus;
import dev.holdfast.webhook.Webhooks;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The client fails on events that it does not know: webhooks are shown without ours, and those without any other not at all. */
@RestController
@RequestMapping({MlflowPaths.V2 + "/webhooks", MlflowPaths.AJAX_V2 + "/webhooks"})
class MlflowWebhookController {
    private static final int DEFAULT_RESULTS = 100;

    private final Webhooks webhooks;

    MlflowWebhookController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    record EventView(String entity, String action) {
        static EventView of(WebhookEvent event) {
            return new EventView(
                    event.entity().toUpperCase(Locale.ROOT), event.action().toUpperCase(Locale.ROOT));
        }
    }

    record WebhookView(
            String webhookId,
            String name,
            @Nullable String description,
            String url,
            List<EventView> events,
            String status,
            long creationTimestamp,
            long lastUpdatedTimestamp) {
        static WebhookView of(Webhook webhook) {
            return new WebhookView(
                    webhook.id().toString(),
                    webhook.name(),
                    webhook.description(),
                    webhook.url(),
                    webhook.events().stream()
                            .filter(WebhookEvent::isInMlflow)
                            .map(EventView::of)
                            .toList(),
                    webhook.status().name(),
                    webhook.createdAt().toEpochMilli(),
                    webhook.changedAt().toEpochMilli());
        }
    }

    record OneWebhook(WebhookView webhook) {}

    record ManyWebhooks(
            List<WebhookView> webhooks, @Nullable String nextPageToken) {}

    record Tested(TestResult result) {}

    @PostMapping
    @Requires(Role.ADMIN)
    OneWebhook createMlflowWebhook(MlflowRequest request, Actor actor) {
        String name = request.required("name");
        String url = request.required("url");
        if (!request.has("events")) {
            throw request.missing("events");
        }
        List<WebhookEvent> events = events(request);
        WebhookChange definition = new WebhookChange(
                name, request.text("description"), url, events, request.text("secret"), status(request));
        return new OneWebhook(WebhookView.of(webhooks.create(definition, actor)));
    }

    @GetMapping
    @Requires(Role.ADMIN)
    ManyWebhooks listMlflowWebhooks(MlflowRequest request) {
        long most = request.number("max_results", DEFAULT_RESULTS);
        if (most < 0 || most > PageRequest.LIMIT) {
            throw MlflowException.invalid("max_results must be between 1 and 1000.");
        }
        String token = request.text("page_token", "");
        Page<Webhook> page = webhooks.webhooksOfMlflow(
                new PageRequest(most == 0 ? DEFAULT_RESULTS : (int) most, token.isEmpty() ? null : token));
        return new ManyWebhooks(page.items().stream().map(WebhookView::of).toList(), page.nextPageToken());
    }

    @GetMapping("/{id}")
    @Requires(Role.ADMIN)
    OneWebhook getMlflowWebhook(@PathVariable String id) {
        return new OneWebhook(WebhookView.of(find(id)));
    }

    /** Fields that are empty are not set, as the protocol has it; a description and a secret can be emptied. */
    @PatchMapping("/{id}")
    @Requires(Role.ADMIN)
    OneWebhook updateMlflowWebhook(@PathVariable String id, MlflowRequest request, Actor actor) {
        Webhook before = find(id);
        List<WebhookEvent> events = events(request);
        WebhookChange change = new WebhookChange(
                absentIfEmpty(request.text("name")),
                request.text("description"),
                absentIfEmpty(request.text("url")),
                events.isEmpty() ? null : withOurs(events, before),
                request.text("secret"),
                status(request));
        return new OneWebhook(WebhookView.of(webhooks.change(before.id(), change, actor)));
    }

    @DeleteMapping("/{id}")
    @Requires(Role.ADMIN)
    Map<String, String> deleteMlflowWebhook(@PathVariable String id, Actor actor) {
        webhooks.delete(find(id).id(), actor);
        return Map.of();
    }

    @PostMapping("/{id}/test")
    @Requires(Role.ADMIN)
    Tested testMlflowWebhook(@PathVariable String id, MlflowRequest request) {
        MlflowRequest event = request.object("event");
        return new Tested(webhooks.test(find(id).id(), event == null ? null : event(event)));
    }

    private Webhook find(String id) {
        try {
            Webhook webhook = webhooks.webhook(UUID.fromString(id));
            if (webhook.events().stream().anyMatch(WebhookEvent::isInMlflow)) {
                return webhook;
            }
        } catch (IllegalArgumentException e) {
            // Not an id of ours: there is no such webhook.
        }
        throw Webhooks.noWebhook(id);
    }

    private static List<WebhookEvent> events(MlflowRequest request) {
        return request.objects("events").stream()
                .map(MlflowWebhookController::event)
                .toList();
    }

    private static WebhookEvent event(MlflowRequest request) {
        String entity = request.required("entity").toLowerCase(Locale.ROOT);
        String action = request.required("action").toLowerCase(Locale.ROOT);
        return WebhookEvent.find(entity, action)
                .filter(WebhookEvent::isInMlflow)
                .orElseThrow(() -> MlflowException.invalid("Invalid action '" + action + "' for entity '" + entity
                        + "'. Valid actions are: " + actions(entity)));
    }

    private static List<String> actions(String entity) {
        return Arrays.stream(WebhookEvent.values())
                .filter(event -> event.isInMlflow() && event.entity().equals(entity))
                .map(event -> "'" + event.action() + "'")
                .sorted()
                .toList();
    }

    /** Who can't see our events can't mean to take them away. */
    private static List<WebhookEvent> withOurs(List<WebhookEvent> events, Webhook before) {
        return Stream.concat(events.stream(), before.events().stream().filter(event -> !event.isInMlflow()))
                .toList();
    }

    private static @Nullable WebhookStatus status(MlflowRequest request) {
        String status = request.text("status");
        if (status == null || status.isEmpty()) {
            return null;
        }
        return Arrays.stream(WebhookStatus.values())
                .filter(each -> each.name().equals(status))
                .findFirst()
                .orElseThrow(() -> request.invalid("status", "it must be ACTIVE or DISABLED."));
    }

    private static @Nullable String absentIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
