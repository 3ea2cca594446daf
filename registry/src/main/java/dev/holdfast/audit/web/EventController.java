package dev.holdfast.audit.web;

import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/events")
class EventController {
    private static final Logger log = LoggerFactory.getLogger(EventController.class);

    private final EventStreams streams;

    EventController(EventStreams streams) {
        this.streams = streams;
    }

    /** Virtual threads are cheap: the one that serves the request writes until the listener goes. */
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(Role.VIEWER)
    void streamEvents(
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String action,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response) {
        Long after = number(lastEventId);
        streams.enter();
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding("UTF-8");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            // Proxies of the nginx kind would collect events before they pass them on.
            response.setHeader("X-Accel-Buffering", "no");
            streams.write(new AuditQuery(subject, null, action), after, response.getOutputStream());
        } catch (IOException e) {
            log.debug("A listener is gone: {}", e.toString());
        } finally {
            streams.leave();
        }
    }

    private static @Nullable Long number(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return null;
        }
        try {
            long number = Long.parseLong(lastEventId.strip());
            return number < 0 ? 0 : number;
        } catch (NumberFormatException e) {
            throw notOurs(lastEventId);
        }
    }

    private static ProblemException notOurs(String lastEventId) {
        return ProblemException.malformed(
                "Last-Event-ID",
                lastEventId,
                "is not the id of an event; leave it out to hear what happens from now on.");
    }
}
