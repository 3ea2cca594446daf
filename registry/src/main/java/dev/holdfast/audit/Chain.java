package dev.holdfast.audit;

import dev.holdfast.kernel.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes entries in two steps: first unlinked, in the transaction that they tell of; then, when it has committed, into the chain.
 * Only the second step lets one writer in at a time, so that nobody's work waits for anybody else's entry.
 */
@Component
class Chain {
    /** "holdfast" in ASCII: nobody else's advisory lock by accident. */
    private static final long LOCK = 0x686f6c6466617374L;

    private static final int LINKED_AT_ONCE = 1_000;

    private final JdbcClient jdbc;
    private final ObjectWriter json;
    private final Clock clock;

    Chain(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        this.clock = clock;
    }

    /** Writes entries to be linked; waits for no other writer. */
    void write(List<NewEntry> entries) {
        jdbc.sql("""
                        INSERT INTO audit.unlinked (at, actor, role, action, subject, reason, details)
                        SELECT :at, actor, role, action, subject, reason, CAST(details AS json)
                        FROM unnest(:actors, :roles, :actions, :subjects, :reasons, :details)
                             WITH ORDINALITY AS t(actor, role, action, subject, reason, details, place)
                        ORDER BY place
                        """)
                .param("at", now())
                .param("actors", texts(entries, entry -> entry.actor().name()))
                .param("roles", texts(entries, entry -> entry.actor().role().wireName()))
                .param("actions", texts(entries, NewEntry::action))
                .param("subjects", texts(entries, NewEntry::subject))
                .param("reasons", entries.stream().map(NewEntry::reason).toArray(String[]::new))
                .param("details", texts(entries, entry -> json.writeValueAsString(entry.details())))
                .update();
    }

    /** As {@link AuditLog#insertion}. */
    static String insertion(String rows, String details) {
        return "INSERT INTO audit.unlinked (at, actor, role, action, subject, details) SELECT ?, ?, ?, ?, ?, " + details
                + " FROM " + rows;
    }

    /** As {@link AuditLog#values}. */
    List<Object> values(Actor actor, String action, String subject) {
        return List.of(now(), actor.name(), actor.role().wireName(), action, subject);
    }

    /** Whether entries wait for their place. */
    boolean hasUnlinked() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM audit.unlinked)")
                .query(Boolean.class)
                .single();
    }

    /**
     * Links committed entries, in the order in which they were written.
     *
     * @return whether there may be more
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public boolean link() {
        // A statement of its own: the next one must see what the transaction before us committed while we waited.
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((rs, row) -> true)
                .single();
        Head head = jdbc.sql("SELECT sequence, hash FROM audit.entry ORDER BY sequence DESC LIMIT 1")
                .query(Head.class)
                .optional()
                .orElse(new Head(0, ChainLink.START));
        List<Unlinked> unlinked = jdbc.sql("""
                        WITH taken AS (
                            DELETE FROM audit.unlinked WHERE id IN (SELECT id FROM audit.unlinked ORDER BY id LIMIT :limit)
                            RETURNING *
                        )
                        SELECT * FROM taken ORDER BY id
                        """)
                .param("limit", LINKED_AT_ONCE)
                .query((rs, row) -> unlinked(rs))
                .list();
        List<ChainLink> links = new ArrayList<>();
        for (Unlinked entry : unlinked) {
            ChainLink link = entry.after(head);
            links.add(link);
            head = new Head(link.sequence(), link.hash());
        }
        insert(links);
        return unlinked.size() == LINKED_AT_ONCE;
    }

    private void insert(List<ChainLink> links) {
        if (links.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO audit.entry (sequence, at, actor, role, action, subject, reason, details, previous_hash, hash)
                        SELECT sequence, at, actor, role, action, subject, reason, CAST(details AS json), previous_hash, hash
                        FROM unnest(:sequences, CAST(:times AS timestamptz[]), :actors, :roles, :actions, :subjects, :reasons,
                                    :details, :previousHashes, :hashes)
                             AS t(sequence, at, actor, role, action, subject, reason, details, previous_hash, hash)
                        """)
                .param("sequences", links.stream().map(ChainLink::sequence).toArray(Long[]::new))
                .param("times", texts(links, link -> link.at().toString()))
                .param("actors", texts(links, ChainLink::actor))
                .param("roles", texts(links, ChainLink::role))
                .param("actions", texts(links, ChainLink::action))
                .param("subjects", texts(links, ChainLink::subject))
                .param("reasons", links.stream().map(ChainLink::reason).toArray(String[]::new))
                .param("details", texts(links, ChainLink::details))
                .param("previousHashes", texts(links, ChainLink::previousHash))
                .param("hashes", texts(links, ChainLink::hash))
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    private static Unlinked unlinked(ResultSet rs) throws SQLException {
        return new Unlinked(new ChainLink(
                ChainLink.START,
                0,
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                rs.getString("actor"),
                rs.getString("role"),
                rs.getString("action"),
                rs.getString("subject"),
                rs.getString("reason"),
                rs.getString("details")));
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private record Head(long sequence, String hash) {}

    /** An entry as it was written; sequence and previous hash are still to come. */
    private record Unlinked(ChainLink entry) {
        ChainLink after(Head head) {
            return new ChainLink(
                    head.hash(),
                    head.sequence() + 1,
                    entry.at(),
                    entry.actor(),
                    entry.role(),
                    entry.action(),
                    entry.subject(),
                    entry.reason(),
                    entry.details());
        }
    }
}
