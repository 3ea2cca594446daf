package dev.holdfast.webhook.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.webhook.Delivery;
import dev.holdfast.webhook.TestResult;
import dev.holdfast.webhook.Webhook;
import dev.holdfast.webhook.WebhookChange;
import dev.holdfast.webhook.WebhookEvent;
import dev.holdfast.webhook.WebhookStatus;
import dev.holdfast.webhook.Webhooks;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/webhooks")
class WebhookController {
    private final Webhooks webhooks;

    WebhookController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    record NewWebhook(
            @NotNull String name,
            @Nullable String description,
            @NotNull String url,
            @NotNull List<WebhookEvent> events,
            @Nullable String secret,
            @Nullable WebhookStatus status) {}

    record WebhookTestRequest(@Nullable WebhookEvent event) {}

    @GetMapping
    @Requires(Role.ADMIN)
    Page<Webhook> listWebhooks(PageRequest page) {
        return webhooks.webhooks(page);
    }

    @PostMapping
    @Idempotent(secret = true)
    @Requires(Role.ADMIN)
    ResponseEntity<Webhook> createWebhook(@Valid @RequestBody NewWebhook request, Actor actor) {
        Webhook webhook = webhooks.create(
                new WebhookChange(
                        request.name(),
                        request.description(),
                        request.url(),
                        request.events(),
                        request.secret(),
                        request.status()),
                actor);
        return ResponseEntity.created(URI.create("/api/v1/webhooks/" + webhook.id()))
                .body(webhook);
    }

    @GetMapping("/{id}")
    @Requires(Role.ADMIN)
    Webhook getWebhook(@PathVariable String id) {
        return webhooks.webhook(id(id));
    }

    @PatchMapping("/{id}")
    @Requires(Role.ADMIN)
    Webhook updateWebhook(@PathVariable String id, @RequestBody WebhookChange change, Actor actor) {
        return webhooks.change(id(id), change, actor);
    }

    @DeleteMapping("/{id}")
    @Requires(Role.ADMIN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteWebhook(@PathVariable String id, Actor actor) {
        webhooks.delete(id(id), actor);
    }

    @PostMapping("/{id}/test")
    @Requires(Role.ADMIN)
    TestResult testWebhook(
            @PathVariable String id, @RequestBody(required = false) @Nullable WebhookTestRequest request) {
        return webhooks.test(id(id), request == null ? null : request.event());
    }

    @GetMapping("/{id}/deliveries")
    @Requires(Role.ADMIN)
    Page<Delivery> listWebhookDeliveries(@PathVariable String id, PageRequest page) {
        return webhooks.deliveries(id(id), page);
    }

    @PostMapping("/{id}/deliveries/{delivery}/redeliver")
    @Idempotent
    @Requires(Role.ADMIN)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Delivery redeliverWebhookDelivery(@PathVariable String id, @PathVariable String delivery, Actor actor) {
        return webhooks.redeliver(id(id), Ids.parse("delivery", delivery), actor);
    }

    private static UUID id(String id) {
        return Ids.parse("id", id);
    }
}
