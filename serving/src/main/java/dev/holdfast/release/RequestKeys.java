package dev.holdfast.release;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers for a day which request, by its {@code Idempotency-Key}, led to which line of the history. */
@Component
class RequestKeys {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_LENGTH = 255;

    /**
     * A key and what was asked with it.
     *
     * @param request the request in words that are the same for the same request
     */
    record RequestKey(String deployment, String actor, String key, String request) {}

    private final JdbcClient database;
    private final DeploymentRecords records;
    private final History history;
    private final Clock clock;

    RequestKeys(JdbcClient database, DeploymentRecords records, History history, Clock clock) {
        this.database = database;
        this.records = records;
        this.history = history;
        this.clock = clock;
    }

    /** Null where no key was sent. */
    static @Nullable RequestKey of(String deployment, Actor actor, @Nullable String key, String request) {
        if (key == null) {
            return null;
        }
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw ProblemException.malformed("Idempotency-Key", key, "must have 1 to " + MAX_LENGTH + " characters.");
        }
        return new RequestKey(deployment, actor.name(), key, request);
    }

    /** What a key led to before; otherwise what comes of the work. */
    ReleaseChange once(@Nullable RequestKey key, Supplier<ReleaseChange> work) {
        if (key == null) {
            return work.get();
        }
        Optional<ReleaseChange> before = before(key);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return work.get();
        } catch (DuplicateKeyException e) {
            // The same request came twice at once, and the other was faster.
            return before(key).orElseThrow(() -> e);
        }
    }

    private Optional<ReleaseChange> before(RequestKey key) {
        return find(key).map(sequence -> {
            HistoryEntry entry = history.line(key.deployment(), sequence);
            Integer previous = entry.previousRelease();
            return new ReleaseChange(
                    previous == null ? null : records.release(key.deployment(), previous),
                    records.release(key.deployment(), entry.release()),
                    entry,
                    true,
                    0,
                    0);
        });
    }

    /** The line of the history that a key led to; a problem where that was for another request. */
    private Optional<Long> find(RequestKey key) {
        database.sql("DELETE FROM release.idempotency_key WHERE created_at < :oldest")
                .param("oldest", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
        return database.sql("""
                        SELECT request, sequence FROM release.idempotency_key
                        WHERE deployment = :deployment AND actor = :actor AND key = :key
                        """)
                .param("deployment", key.deployment())
                .param("actor", key.actor())
                .param("key", key.key())
                .query((row, index) -> {
                    if (!row.getString("request").equals(key.request())) {
                        throw ProblemException.invalid(
                                "Idempotency-Key",
                                key.key(),
                                "was used for another request; use a new key for a new request.");
                    }
                    return row.getLong("sequence");
                })
                .optional();
    }

    /** Within the transaction that writes the line; a second request with the key fails with it, and changes nothing. */
    void remember(RequestKey key, long sequence) {
        database.sql("""
                        INSERT INTO release.idempotency_key (deployment, actor, key, request, sequence, created_at)
                        VALUES (:deployment, :actor, :key, :request, :sequence, :now)
                        """)
                .param("deployment", key.deployment())
                .param("actor", key.actor())
                .param("key", key.key())
                .param("request", key.request())
                .param("sequence", sequence)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
