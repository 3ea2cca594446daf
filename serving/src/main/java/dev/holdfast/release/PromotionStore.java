package dev.holdfast.release;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The decisions of promotion rules; each is recorded once, whichever replica makes it. */
@Component
class PromotionStore {
    private static final int SHOWN = 20;

    private final JdbcClient database;
    private final JsonMapper json;
    private final History history;
    private final AuditLog audit;

    PromotionStore(JdbcClient database, JsonMapper json, History history, AuditLog audit) {
        this.database = database;
        this.json = json;
        this.history = history;
        this.audit = audit;
    }

    /** Records a decision with its figures; a hold is a line in the history too, as nothing else follows from it. */
    @Transactional
    void add(Release champion, TrafficPolicy policy, PromotionDecision decision, Actor actor) {
        String name = decision.verdict().decision().name().toLowerCase(Locale.ROOT);
        int added = database.sql("""
                        INSERT INTO release.promotion_decision (deployment, champion, release, started_at, decision, verdict, rule, at)
                        VALUES (:deployment, :champion, :release, :started, :decision, :verdict, :rule, :at)
                        ON CONFLICT (deployment, release, started_at, decision) DO NOTHING
                        """)
                .param("deployment", champion.deployment())
                .param("champion", decision.champion())
                .param("release", decision.release())
                .param(
                        "started",
                        Objects.requireNonNull(decision.rule().startedAt()).atOffset(ZoneOffset.UTC))
                .param("decision", name)
                .param("verdict", json.writeValueAsString(decision.verdict()))
                .param("rule", json.writeValueAsString(decision.rule()))
                .param("at", decision.at().atOffset(ZoneOffset.UTC))
                .update();
        if (added == 0) {
            return;
        }
        String figures = decision.verdict().inWords();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("champion", decision.champion());
        details.put("release", decision.release());
        details.put("verdict", decision.verdict());
        details.put("rule", decision.rule());
        audit.record(actor, "promotion." + name, "deployment/" + champion.deployment(), figures, details);
        if (decision.verdict().decision() == PromotionVerdict.Decision.HOLD) {
            history.add(champion, ReleaseAction.PROMOTION_HELD, policy, actor, figures, decision.at());
        }
    }

    List<PromotionDecision> decisions(String deployment) {
        return database.sql("""
                        SELECT champion, release, verdict, rule, at FROM release.promotion_decision
                        WHERE deployment = ? ORDER BY sequence DESC LIMIT ?
                        """)
                .params(deployment, SHOWN)
                .query((row, index) -> new PromotionDecision(
                        row.getInt("champion"),
                        row.getInt("release"),
                        json.readValue(row.getString("verdict"), PromotionVerdict.class),
                        json.readValue(row.getString("rule"), PromotionRule.class),
                        at(row.getObject("at", OffsetDateTime.class))))
                .list();
    }

    private static Instant at(OffsetDateTime time) {
        return time.toInstant();
    }
}
