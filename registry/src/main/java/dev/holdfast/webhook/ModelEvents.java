package dev.holdfast.webhook;

import dev.holdfast.model.AliasDeleted;
import dev.holdfast.model.AliasSet;
import dev.holdfast.model.ModelVersionRegistered;
import dev.holdfast.model.ModelVersionTagged;
import dev.holdfast.model.ModelVersionUntagged;
import dev.holdfast.model.RegisteredModelCreated;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells what happens in the model registry; within the transaction in which it does, so that nothing is lost or made up. */
@Component
class ModelEvents {
    private final Webhooks webhooks;

    ModelEvents(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @EventListener
    void on(RegisteredModelCreated event) {
        webhooks.tell(
                WebhookEvent.REGISTERED_MODEL_CREATED,
                EventData.registeredModel(event.model(), event.tags(), event.description()));
    }

    @EventListener
    void on(ModelVersionRegistered event) {
        webhooks.tell(
                WebhookEvent.MODEL_VERSION_CREATED,
                EventData.modelVersion(
                        event.model(),
                        Integer.toString(event.version()),
                        event.source(),
                        event.runId(),
                        event.tags(),
                        event.description()));
    }

    @EventListener
    void on(ModelVersionTagged event) {
        webhooks.tell(
                WebhookEvent.MODEL_VERSION_TAG_SET,
                EventData.versionTag(event.model(), Integer.toString(event.version()), event.key())
                        .put("value", event.value()));
    }

    @EventListener
    void on(ModelVersionUntagged event) {
        webhooks.tell(
                WebhookEvent.MODEL_VERSION_TAG_DELETED,
                EventData.versionTag(event.model(), Integer.toString(event.version()), event.key()));
    }

    @EventListener
    void on(AliasSet event) {
        webhooks.tell(
                WebhookEvent.MODEL_VERSION_ALIAS_CREATED,
                EventData.alias(event.model(), event.alias()).put("version", Integer.toString(event.version())));
    }

    @EventListener
    void on(AliasDeleted event) {
        webhooks.tell(WebhookEvent.MODEL_VERSION_ALIAS_DELETED, EventData.alias(event.model(), event.alias()));
    }
}
