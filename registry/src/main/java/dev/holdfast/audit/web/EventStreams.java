package dev.holdfast.audit.web;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the audit log to whoever listens, entry by entry, in the form of Server-Sent Events. Each listener has a thread of its
 * own, which waits most of the time; all of them share one look at the database in a second.
 */
@Component
class EventStreams {
    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);
    private static final int LISTENERS = 100;
    private static final int AT_ONCE = 200;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** Then the listener comes again, and is asked again who it is. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final int RECONNECT_MS = 2_000;

    private final AuditLog audit;
    private final JsonMapper json;
    private final Semaphore places;
    private final Duration heartbeat;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile long latest;
    private volatile long lookedAt = System.nanoTime() - LOOK.toNanos();

    @Autowired
    EventStreams(AuditLog audit, JsonMapper json) {
        this(audit, json, LISTENERS, HEARTBEAT);
    }

    EventStreams(AuditLog audit, JsonMapper json, int listeners, Duration heartbeat) {
        this.audit = audit;
        this.json = json;
        this.places = new Semaphore(listeners);
        this.heartbeat = heartbeat;
    }

    /** What a listener is sent of an entry. */
    record Event(
            long sequence,
            Instant at,
            String actor,
            String action,
            String subject,
            @Nullable String reason,
            Map<String, Object> details) {
        static Event of(AuditEntry entry) {
            return new Event(
                    entry.sequence(),
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    entry.reason(),
                    entry.details());
        }
    }

    /** Takes a place for a listener; a problem where none is free. */
    void enter() {
        if (isClosing() || !places.tryAcquire()) {
            throw ProblemException.unavailable(
                    "As many clients as this server bears listen already.", Duration.ofSeconds(30));
        }
    }

    void leave() {
        places.release();
    }

    /**
     * Writes until the listener goes, the server stops or it has taken long enough.
     *
     * @param after the number of the last entry that the listener knows; absent: what happens from now on
     * @throws IOException when the listener is gone
     */
    void write(AuditQuery query, @Nullable Long after, OutputStream out) throws IOException {
        long known = after == null ? audit.latest() : after;
        send(out, "retry: " + RECONNECT_MS + "\n\n");
        long started = System.nanoTime();
        long written = started;
        boolean ends = isClosing();
        while (!ends && System.nanoTime() - started < LONGEST.toNanos()) {
            long newest = newest();
            if (newest > known) {
                List<AuditEntry> entries = read(query, known);
                StringBuilder text = new StringBuilder();
                entries.forEach(entry -> append(text, entry));
                if (!entries.isEmpty()) {
                    send(out, text.toString());
                    written = System.nanoTime();
                }
                known = entries.size() < AT_ONCE ? newest : entries.getLast().sequence();
                continue;
            }
            if (System.nanoTime() - written >= heartbeat.toNanos()) {
                // A comment: it tells both sides that the other one is there.
                send(out, ":\n\n");
                written = System.nanoTime();
            }
            ends = pause();
        }
    }

    @EventListener
    void close(ContextClosedEvent event) {
        closing.countDown();
    }

    /** The number of the newest entry, as it was a moment ago. */
    private long newest() {
        if (System.nanoTime() - lookedAt >= LOOK.toNanos() && looking.compareAndSet(false, true)) {
            try {
                latest = audit.latest();
                lookedAt = System.nanoTime();
            } catch (DataAccessException e) {
                log.debug("Nothing new is known while the database is away: {}", e.toString());
            } finally {
                looking.set(false);
            }
        }
        return latest;
    }

    private List<AuditEntry> read(AuditQuery query, long known) throws IOException {
        try {
            return audit.entriesAfter(query, known, AT_ONCE);
        } catch (DataAccessException e) {
            // The listener comes again with the number of the last entry that it got.
            throw new IOException("The database is away", e);
        }
    }

    private void append(StringBuilder text, AuditEntry entry) {
        text.append("id: ").append(entry.sequence());
        text.append("\nevent: ").append(entry.action());
        text.append("\ndata: ").append(json.writeValueAsString(Event.of(entry))).append("\n\n");
    }

    /** Waits for the next look; true where the server stops meanwhile. */
    private boolean pause() throws IOException {
        try {
            return closing.await(Math.min(LOOK.toNanos(), heartbeat.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The server stops", e);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
