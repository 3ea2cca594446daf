package dev.holdfast.server;

import dev.holdfast.monitoring.DriftDetected;
import dev.holdfast.pipeline.PipelineRunEnded;
import dev.holdfast.pipeline.PipelineRunStarted;
import dev.holdfast.release.ReleaseActivated;
import dev.holdfast.webhook.WebhookEvent;
import dev.holdfast.webhook.Webhooks;
import java.util.Locale;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells webhooks what happens in rooms that know nothing of webhooks, within the transaction in which it happens. */
@Component
class WebhookForwarding {
    private final Webhooks webhooks;

    WebhookForwarding(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @EventListener
    void on(ReleaseActivated event) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("deployment", event.deployment())
                .put("release", event.release().number())
                .put("model", event.release().model())
                .put("version", Integer.toString(event.release().modelVersion()))
                .put(
                        "previous_release",
                        event.previousRelease() == null
                                ? null
                                : event.previousRelease().number())
                .put("action", event.action().wireName());
        webhooks.tell(WebhookEvent.RELEASE_ACTIVATED, data);
    }

    @EventListener
    void on(DriftDetected event) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("id", event.id().toString())
                .put("deployment", event.deployment())
                .put("release", event.release())
                .put("model", event.model())
                .put("version", Integer.toString(event.modelVersion()))
                .put("kind", event.kind().name().toLowerCase(Locale.ROOT))
                .put("rows_seen", event.rowsSeen());
        ArrayNode features = data.putArray("features");
        event.features()
                .forEach(feature -> features.addObject()
                        .put("name", feature.name())
                        .put("method", feature.method())
                        .put("score", feature.score())
                        .put("threshold", feature.threshold())
                        .put("n", feature.n()));
        webhooks.tell(WebhookEvent.DRIFT_DETECTED, data);
    }

    @EventListener
    void on(PipelineRunStarted event) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("pipeline", event.pipeline())
                .put("version", event.version())
                .put("run_id", event.run().toString())
                .put("cause", event.cause().kind().name().toLowerCase(Locale.ROOT));
        webhooks.tell(WebhookEvent.PIPELINE_RUN_STARTED, data);
    }

    @EventListener
    void on(PipelineRunEnded event) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("pipeline", event.pipeline())
                .put("run_id", event.run().toString())
                .put("state", event.state().name().toLowerCase(Locale.ROOT))
                .put("error", event.error() == null ? null : event.error().message());
        webhooks.tell(WebhookEvent.PIPELINE_RUN_ENDED, data);
    }
}
