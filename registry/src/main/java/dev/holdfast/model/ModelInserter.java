package dev.holdfast.model;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Names;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes registered models. Where several callers make the same one at once, one of them does and nobody fails. */
@Component
class ModelInserter {
    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final Clock clock;

    ModelInserter(JdbcClient jdbc, AuditLog audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /** Returns false where there is a model of this name already. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean insert(String name, @Nullable String description, Actor actor) {
        Names.check("name", name);
        int inserted = jdbc.sql("""
                        INSERT INTO model.registered_model (id, name, description, created_at, created_by, updated_at)
                        VALUES (:id, :name, :description, :now, :actor, :now) ON CONFLICT (name) DO NOTHING
                        """)
                .param("id", Ids.next())
                .param("name", name)
                .param("description", description)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("actor", actor.name())
                .update();
        if (inserted == 1) {
            audit.record(actor, "model.created", "model/" + name, null, Map.of());
        }
        return inserted == 1;
    }
}
