package dev.holdfast.audit;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the chain. */
@Component
class EntryReader {
    private static final int VERIFIED_AT_ONCE = 2_000;
    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EntryReader(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Page<AuditEntry> entries(AuditQuery query, PageRequest page) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>();
        add(query, conditions, parameters);
        page.afterNumber().ifPresent(after -> {
            conditions.add("sequence < :after");
            parameters.put("after", after);
        });
        List<AuditEntry> rows = read(conditions, parameters, "DESC", page.limit());
        return Page.of(rows, page, entry -> List.of(Long.toString(entry.sequence())));
    }

    List<AuditEntry> after(AuditQuery query, long sequence, int most) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>();
        add(query, conditions, parameters);
        conditions.add("sequence > :after");
        parameters.put("after", sequence);
        return read(conditions, parameters, "ASC", most);
    }

    long latest() {
        return jdbc.sql("SELECT coalesce(max(sequence), 0) FROM audit.entry")
                .query(Long.class)
                .single();
    }

    private List<AuditEntry> read(
            List<String> conditions, Map<String, Object> parameters, String direction, int limit) {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return jdbc.sql("SELECT * FROM audit.entry" + where + " ORDER BY sequence " + direction + " LIMIT :limit")
                .params(parameters)
                .param("limit", limit)
                .query((rs, row) -> entry(rs))
                .list();
    }

    private static void add(AuditQuery query, List<String> conditions, Map<String, Object> parameters) {
        if (query.subject() != null) {
            below(conditions, parameters, "subject", query.subject(), "/");
        }
        if (query.action() != null) {
            below(conditions, parameters, "action", query.action(), ".");
        }
        if (query.actor() != null) {
            conditions.add("actor = :actor");
            parameters.put("actor", query.actor());
        }
    }

    AuditVerification verify() {
        long sequence = 0;
        String head = ChainLink.START;
        while (true) {
            List<Stored> rows = jdbc.sql(
                            "SELECT * FROM audit.entry WHERE sequence > :after ORDER BY sequence LIMIT :limit")
                    .param("after", sequence)
                    .param("limit", VERIFIED_AT_ONCE)
                    .query((rs, row) -> stored(rs))
                    .list();
            for (Stored row : rows) {
                Break found = check(row, sequence, head);
                if (found != null) {
                    return new AuditVerification(false, sequence, hashOf(sequence, head), found.at(), found.problem());
                }
                sequence = row.link().sequence();
                head = row.hash();
            }
            if (rows.size() < VERIFIED_AT_ONCE) {
                return new AuditVerification(true, sequence, hashOf(sequence, head), null, null);
            }
        }
    }

    private static @Nullable Break check(Stored row, long before, String head) {
        ChainLink link = row.link();
        long expected = before + 1;
        if (link.sequence() != expected) {
            return new Break(expected, "Entry " + expected + " is missing: the next one is " + link.sequence() + ".");
        }
        if (!link.previousHash().equals(head)) {
            return new Break(
                    expected, "Entry " + expected + " does not follow the entry before: its previous hash is another.");
        }
        if (!link.hash().equals(row.hash())) {
            return new Break(expected, "Entry " + expected + " was changed: its hash does not belong to what it says.");
        }
        return null;
    }

    private static @Nullable Digest hashOf(long sequence, String head) {
        return sequence == 0 ? null : new Digest(head);
    }

    /** The value itself and whatever continues it after the separator. */
    private static void below(
            List<String> conditions, Map<String, Object> parameters, String column, String value, String separator) {
        conditions.add("(" + column + " = :" + column + " OR " + column + " LIKE :" + column + "Below)");
        parameters.put(column, value);
        String literal = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        parameters.put(column + "Below", (literal.endsWith(separator) ? literal : literal + separator) + "%");
    }

    private AuditEntry entry(ResultSet rs) throws SQLException {
        ChainLink link = stored(rs).link();
        return new AuditEntry(
                link.sequence(),
                link.at(),
                link.actor(),
                Role.valueOf(link.role().toUpperCase(Locale.ROOT)),
                link.action(),
                link.subject(),
                link.reason(),
                json.readValue(link.details(), DETAILS),
                new Digest(link.previousHash()),
                new Digest(rs.getString("hash")));
    }

    private static Stored stored(ResultSet rs) throws SQLException {
        return new Stored(
                new ChainLink(
                        rs.getString("previous_hash"),
                        rs.getLong("sequence"),
                        rs.getObject("at", OffsetDateTime.class).toInstant(),
                        rs.getString("actor"),
                        rs.getString("role"),
                        rs.getString("action"),
                        rs.getString("subject"),
                        rs.getString("reason"),
                        rs.getString("details")),
                rs.getString("hash"));
    }

    private record Stored(ChainLink link, String hash) {}

    private record Break(long at, String problem) {}
}
