package dev.holdfast.webhook;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What receivers read: what happened to which kind of thing, when, and the particulars under {@code data}. */
@Component
class EventBody {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonMapper json;
    private final Clock clock;

    EventBody(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    String write(WebhookEvent event, JsonNode data) {
        Instant now = clock.instant();
        return json.writeValueAsString(json.createObjectNode()
                .put("entity", event.entity())
                .put("action", event.action())
                .put("timestamp", TIME.format(now))
                .set("data", data));
    }
}
