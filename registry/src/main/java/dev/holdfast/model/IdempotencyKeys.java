package dev.holdfast.model;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers for a day which request led to which version. The caller has locked the model, so that no two look at once. */
@Component
class IdempotencyKeys {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_LENGTH = 255;

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    static void check(String key) {
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw ProblemException.malformed("Idempotency-Key", key, "must have 1 to " + MAX_LENGTH + " characters.");
        }
    }

    /** The version that this key led to; a problem where that was for other bytes. */
    Optional<Integer> find(UUID model, Actor actor, String key, Digest digest) {
        jdbc.sql("DELETE FROM model.idempotency_key WHERE created_at < :oldest")
                .param("oldest", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
        return jdbc.sql(
                        "SELECT digest, version FROM model.idempotency_key WHERE model = :model AND actor = :actor AND key = :key")
                .param("model", model)
                .param("actor", actor.name())
                .param("key", key)
                .query((rs, row) -> {
                    if (!rs.getString("digest").equals(digest.toString())) {
                        throw ProblemException.invalid(
                                "Idempotency-Key", key, "was used for another file; use a new key for a new request.");
                    }
                    return rs.getInt("version");
                })
                .optional();
    }

    void remember(UUID model, Actor actor, String key, Digest digest, int version) {
        jdbc.sql("""
                        INSERT INTO model.idempotency_key (model, actor, key, digest, version, created_at)
                        VALUES (:model, :actor, :key, :digest, :version, :now)
                        """)
                .param("model", model)
                .param("actor", actor.name())
                .param("key", key)
                .param("digest", digest.toString())
                .param("version", version)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
