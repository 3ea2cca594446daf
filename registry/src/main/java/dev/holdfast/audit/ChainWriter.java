package dev.holdfast.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Appends to the chain, one transaction at a time. */
@Component
class ChainWriter {
    /** "holdfast" in ASCII: nobody else's advisory lock by accident. */
    private static final long LOCK = 0x686f6c6466617374L;

    private final JdbcClient jdbc;
    private final ObjectWriter json;
    private final Clock clock;

    ChainWriter(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        this.clock = clock;
    }

    /** Other transactions that append wait until this one ends. */
    void append(List<NewEntry> entries) {
        // A statement of its own: the next one must see what the transaction before us committed while we waited.
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((rs, row) -> true)
                .single();
        Head head = jdbc.sql("SELECT sequence, hash FROM audit.entry ORDER BY sequence DESC LIMIT 1")
                .query(Head.class)
                .optional()
                .orElse(new Head(0, ChainLink.START));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (NewEntry entry : entries) {
            head = insert(new ChainLink(
                    head.hash(),
                    head.sequence() + 1,
                    now,
                    entry.actor().name(),
                    entry.actor().role().wireName(),
                    entry.action(),
                    entry.subject(),
                    entry.reason(),
                    json.writeValueAsString(entry.details())));
        }
    }

    private Head insert(ChainLink link) {
        String hash = link.hash();
        jdbc.sql("""
                        INSERT INTO audit.entry (sequence, at, actor, role, action, subject, reason, details, previous_hash, hash)
                        VALUES (:sequence, :at, :actor, :role, :action, :subject, :reason, CAST(:details AS json), :previousHash, :hash)
                        """)
                .param("sequence", link.sequence())
                .param("at", link.at().atOffset(ZoneOffset.UTC))
                .param("actor", link.actor())
                .param("role", link.role())
                .param("action", link.action())
                .param("subject", link.subject())
                .param("reason", link.reason())
                .param("details", link.details())
                .param("previousHash", link.previousHash())
                .param("hash", hash)
                .update();
        return new Head(link.sequence(), hash);
    }

    private record Head(long sequence, String hash) {}
}
