package dev.holdfast.idempotency;

import dev.holdfast.kernel.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Remembers for a day what requests with a key led to. */
@Service
public class RequestKeys {
    private static final Duration KEPT = Duration.ofHours(24);

    private final JdbcClient database;
    private final Clock clock;

    RequestKeys(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A request that was carried out; its answer is absent where the server died before it was sent, or where it changes with time. */
    record Earlier(String outcome, @Nullable Answer answer) {}

    /**
     * What the request with this key led to, in the words that {@link #remember} was given; empty where there was none.
     *
     * @throws ProblemException 422 where it was another request
     */
    public Optional<String> find(@Nullable RequestKey key) {
        return key == null ? Optional.empty() : earlier(key).map(Earlier::outcome);
    }

    /**
     * Keeps what a request leads to, in the transaction that has the effect.
     *
     * @param outcome by which it is found again
     * @throws DuplicateKeyException where the same request came twice at once and the other was faster; the effect must not be had then
     */
    @Transactional
    public void remember(@Nullable RequestKey key, String outcome) {
        if (key != null) {
            insert(key, outcome, null);
        }
    }

    /**
     * Does what a request asks for, unless it was done already.
     *
     * @param again finds what {@link #remember} was told of
     * @param work has {@link #remember} called in the transaction that has the effect; it is not called within one
     */
    public <T> T once(@Nullable RequestKey key, Function<String, T> again, Supplier<T> work) {
        Optional<String> before = find(key);
        if (before.isPresent()) {
            return again.apply(before.get());
        }
        try {
            return work.get();
        } catch (DuplicateKeyException e) {
            // The same request came twice at once, and the other was faster.
            return again.apply(find(key).orElseThrow(() -> e));
        }
    }

    Optional<Earlier> earlier(RequestKey key) {
        return database.sql("""
                        SELECT request, outcome, status, location, etag, content_type, body FROM idempotency.request
                        WHERE caller = :caller AND path = :path AND key = :key AND created_at >= :oldest
                        """)
                .param("caller", key.caller())
                .param("path", key.path())
                .param("key", key.digest())
                .param("oldest", oldest())
                .query((row, number) -> read(row, key))
                .optional();
    }

    private static Earlier read(ResultSet row, RequestKey key) throws SQLException {
        if (!row.getString("request").equals(key.request())) {
            throw key.usedForAnother();
        }
        Integer status = row.getObject("status", Integer.class);
        Answer answer = status == null
                ? null
                : new Answer(
                        status,
                        row.getString("location"),
                        row.getString("etag"),
                        row.getString("content_type"),
                        key.open(row.getBytes("body")));
        return new Earlier(row.getString("outcome"), answer);
    }

    /** Whether nobody else carries a request with this key out in a transaction now; if so, nobody will before this transaction ends. */
    boolean isAlone(RequestKey key) {
        return database.sql("SELECT pg_try_advisory_xact_lock(hashtextextended(:text, 0))")
                .param("text", "idempotency/" + key.caller() + "\n" + key.path() + "\n" + key.digest())
                .query(Boolean.class)
                .single();
    }

    /** A row that is too old to be honoured gives way. */
    void insert(RequestKey key, String outcome, @Nullable Answer answer) {
        int written = database.sql("""
                        INSERT INTO idempotency.request AS r
                            (caller, path, key, request, outcome, created_at, status, location, etag, content_type, body)
                        VALUES (:caller, :path, :key, :request, :outcome, :now, :status, :location, :etag, :type, :body)
                        ON CONFLICT (caller, path, key) DO UPDATE
                        SET request = excluded.request, outcome = excluded.outcome, created_at = excluded.created_at,
                            status = excluded.status, location = excluded.location, etag = excluded.etag,
                            content_type = excluded.content_type, body = excluded.body
                        WHERE r.created_at < :oldest
                        """)
                .param("caller", key.caller())
                .param("path", key.path())
                .param("key", key.digest())
                .param("request", key.request())
                .param("outcome", outcome)
                .param("now", now())
                .param("oldest", oldest())
                .param("status", answer == null ? null : answer.status())
                .param("location", answer == null ? null : answer.location())
                .param("etag", answer == null ? null : answer.eTag())
                .param("type", answer == null ? null : answer.contentType())
                .param("body", answer == null ? null : key.seal(answer.body()))
                .update();
        if (written == 0) {
            throw new DuplicateKeyException("The key of " + key + " is taken");
        }
    }

    /** Keeps the answer to a request whose effect is remembered; does nothing where none is. */
    void keep(RequestKey key, Answer answer) {
        database.sql("""
                        UPDATE idempotency.request
                        SET status = :status, location = :location, etag = :etag, content_type = :type, body = :body
                        WHERE caller = :caller AND path = :path AND key = :key AND request = :request AND status IS NULL
                        """)
                .param("caller", key.caller())
                .param("path", key.path())
                .param("key", key.digest())
                .param("request", key.request())
                .param("status", answer.status())
                .param("location", answer.location())
                .param("etag", answer.eTag())
                .param("type", answer.contentType())
                .param("body", key.seal(answer.body()))
                .update();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forgetOld() {
        database.sql("DELETE FROM idempotency.request WHERE created_at < :oldest")
                .param("oldest", oldest())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime oldest() {
        return now().minus(KEPT);
    }
}
