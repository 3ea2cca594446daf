package dev.holdfast.release;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The append-only table of what served when. */
@Component
class History {
    private static final String SELECT = """
            SELECT h.sequence, h.action, h.release, h.previous_release, r.model, r.model_version, h.actor, h.reason, h.traffic, h.at
            FROM release.history h JOIN release.release r ON r.deployment = h.deployment AND r.number = h.release
            """;

    private final JdbcClient database;
    private final TrafficPolicyConverter policies;

    History(JdbcClient database, TrafficPolicyConverter policies) {
        this.database = database;
        this.policies = policies;
    }

    /** The newest first. */
    Page<HistoryEntry> page(String deployment, PageRequest page) {
        List<HistoryEntry> rows = database.sql(SELECT + """
                        WHERE h.deployment = :deployment AND h.sequence < :before
                        ORDER BY h.sequence DESC LIMIT :limit
                        """)
                .param("deployment", deployment)
                .param("before", page.afterNumber().orElse(Long.MAX_VALUE))
                .param("limit", page.limit())
                .query(this::entry)
                .list();
        return Page.of(rows, page, entry -> List.of(Long.toString(entry.sequence())));
    }

    /** The line that brought the current release into service. */
    HistoryEntry last(String deployment) {
        return database.sql(SELECT + """
                        WHERE h.deployment = :deployment AND h.action NOT IN ('traffic_changed', 'promotion_held')
                        ORDER BY h.sequence DESC LIMIT 1
                        """)
                .param("deployment", deployment)
                .query(this::entry)
                .single();
    }

    /** A line by its number. */
    HistoryEntry line(String deployment, long sequence) {
        return one(deployment, "h.sequence = :number", sequence).orElseThrow();
    }

    /** The line that told who answered at a time. */
    Optional<HistoryEntry> at(String deployment, Instant time) {
        return database.sql(SELECT + """
                        WHERE h.deployment = :deployment AND h.at <= :time AND h.action <> 'promotion_held'
                        ORDER BY h.sequence DESC LIMIT 1
                        """)
                .param("deployment", deployment)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .query(this::entry)
                .optional();
    }

    /** The line that ended what a line told. */
    Optional<HistoryEntry> after(String deployment, HistoryEntry line) {
        return database.sql(SELECT + """
                        WHERE h.deployment = :deployment AND h.sequence > :number AND h.action <> 'promotion_held'
                        ORDER BY h.sequence LIMIT 1
                        """)
                .param("deployment", deployment)
                .param("number", line.sequence())
                .query(this::entry)
                .optional();
    }

    /** The newest line up to one by which its release came to serve. */
    HistoryEntry broughtIn(String deployment, HistoryEntry line) {
        return one(
                        deployment,
                        "h.sequence <= :number AND h.action NOT IN ('traffic_changed', 'promotion_held')",
                        line.sequence())
                .orElse(line);
    }

    /** The newest line up to one by which its traffic policy came. */
    HistoryEntry policyOf(String deployment, HistoryEntry line) {
        return one(deployment, "h.sequence <= :number AND h.action = 'traffic_changed'", line.sequence())
                .orElse(line);
    }

    private Optional<HistoryEntry> one(String deployment, String condition, long number) {
        return database.sql(SELECT + " WHERE h.deployment = :deployment AND " + condition
                        + " ORDER BY h.sequence DESC LIMIT 1")
                .param("deployment", deployment)
                .param("number", number)
                .query(this::entry)
                .optional();
    }

    /** The releases that served, the latest first, each once. */
    List<Integer> recentlyServing(String deployment, int limit) {
        return database.sql("""
                        SELECT release FROM release.history WHERE deployment = :deployment
                        GROUP BY release ORDER BY max(sequence) DESC LIMIT :limit
                        """)
                .param("deployment", deployment)
                .param("limit", limit)
                .query((row, index) -> row.getInt("release"))
                .list();
    }

    /** Adds a line within the caller's transaction. */
    HistoryEntry add(
            Release serving,
            ReleaseAction action,
            @Nullable TrafficPolicy traffic,
            Actor actor,
            @Nullable String reason,
            Instant at) {
        long sequence = database.sql("""
                        INSERT INTO release.history (deployment, action, release, previous_release, actor, reason, traffic, at)
                        VALUES (:deployment, :action, :release, :release, :actor, :reason, :traffic, :at)
                        RETURNING sequence
                        """)
                .param("deployment", serving.deployment())
                .param("action", action.wireName())
                .param("release", serving.number())
                .param("actor", actor.name())
                .param("reason", reason)
                .param("traffic", policies.convertToDatabaseColumn(traffic))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
        return new HistoryEntry(
                sequence,
                action,
                serving.number(),
                serving.number(),
                serving.model(),
                serving.modelVersion(),
                actor.name(),
                reason,
                traffic,
                at);
    }

    private HistoryEntry entry(ResultSet row, int index) throws SQLException {
        return new HistoryEntry(
                row.getLong("sequence"),
                ReleaseAction.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                row.getInt("release"),
                row.getObject("previous_release", Integer.class),
                row.getString("model"),
                row.getInt("model_version"),
                row.getString("actor"),
                row.getString("reason"),
                policies.convertToEntityAttribute(row.getString("traffic")),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }
}
