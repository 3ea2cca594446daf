package dev.holdfast.model;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes registered models. Where several callers make the same one at once, one of them does and nobody fails. */
@Component
class ModelInserter {
    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ModelInserter(JdbcClient jdbc, AuditLog audit, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** As {@link #insert(String, String, String, Map, Actor)}, with a name alone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean insert(String name, Actor actor) {
        return insert(name, null, null, Map.of(), actor);
    }

    /**
     * Returns false where there is a model of this name already.
     *
     * @param owner absent: the actor, if that is somebody with an account
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean insert(
            String name, @Nullable String description, @Nullable String owner, Map<String, String> tags, Actor actor) {
        String owning = owner == null && actor.isAccount() ? actor.name() : owner;
        UUID id = Ids.next();
        int inserted = jdbc.sql("""
                        INSERT INTO model.registered_model (id, name, description, owner, created_at, created_by, updated_at)
                        VALUES (:id, :name, :description, :owner, :now, :actor, :now) ON CONFLICT (name) DO NOTHING
                        """)
                .param("id", id)
                .param("name", name)
                .param("description", description)
                .param("owner", owning)
                .param("now", clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC))
                .param("actor", actor.name())
                .update();
        if (inserted == 0) {
            return false;
        }
        tags.forEach((key, value) -> jdbc.sql(
                        "INSERT INTO model.registered_model_tag (model, key, value) VALUES (:model, :key, :value)")
                .param("model", id)
                .param("key", key)
                .param("value", value)
                .update());
        audit.record(
                actor, "model.created", "model/" + name, null, owning == null ? Map.of() : Map.of("owner", owning));
        events.publishEvent(new RegisteredModelCreated(name, tags, description));
        return true;
    }
}
