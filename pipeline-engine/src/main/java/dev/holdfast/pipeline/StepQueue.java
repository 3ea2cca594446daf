package dev.holdfast.pipeline;

import dev.holdfast.background.AfterCommit;
import dev.holdfast.background.StaleLeaseException;
import dev.holdfast.kernel.Digest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The durable core: who may run which attempt, and what becomes visible of it.
 *
 * <p>A claim carries a fence that grows with every claim. Each change to a step asks for the latest fence in the same
 * transaction, so whatever a forgotten worker still does is refused. Rows are locked in the order run, step. All times are
 * the database's.
 */
@Component("pipelineStepQueue")
class StepQueue {
    private final JdbcClient database;
    private final RunEnds runEnds;
    private final OutputStore outputs;
    private final Signals signals;
    private final PipelineProperties properties;

    StepQueue(
            JdbcClient database, RunEnds runEnds, OutputStore outputs, Signals signals, PipelineProperties properties) {
        this.database = database;
        this.runEnds = runEnds;
        this.outputs = outputs;
        this.signals = signals;
        this.properties = properties;
    }

    /** Claims up to {@code most} steps whose time has come. No two servers get the same one. */
    @Transactional
    List<Claim> claim(int instance, int most) {
        return database.sql("""
                        WITH ready AS (
                            SELECT s.run_id, s.name FROM pipeline.step s JOIN pipeline.run r ON r.id = s.run_id
                            WHERE s.state = 'pending' AND s.waits_for = 0 AND s.not_before <= now()
                              AND r.state IN ('pending', 'running')
                            ORDER BY s.run_id, s.position LIMIT :most
                            FOR UPDATE OF s, r SKIP LOCKED),
                        claimed AS (
                            UPDATE pipeline.step s
                            SET state = 'running', attempt = s.attempt + 1, fence = nextval('pipeline.fence'),
                                instance = :instance, heartbeat_at = now(),
                                lease_until = now() + make_interval(secs => :lease),
                                started_at = coalesce(s.started_at, now()), error = NULL, progress = NULL
                            FROM ready WHERE s.run_id = ready.run_id AND s.name = ready.name
                            RETURNING s.run_id, s.name, s.attempt, s.failures, s.fence),
                        started AS (
                            UPDATE pipeline.run r SET state = 'running', started_at = now()
                            WHERE r.id IN (SELECT run_id FROM claimed) AND r.state = 'pending'),
                        noted AS (
                            INSERT INTO pipeline.attempt (run_id, step, attempt, fence, instance, state)
                            SELECT run_id, name, attempt, fence, :instance, 'running' FROM claimed)
                        SELECT * FROM claimed ORDER BY fence""")
                .param("most", most)
                .param("instance", instance)
                .param("lease", seconds(properties.lease()))
                .query((row, number) -> new Claim(
                        row.getObject("run_id", UUID.class),
                        row.getString("name"),
                        row.getInt("attempt"),
                        row.getInt("failures"),
                        row.getLong("fence")))
                .list();
    }

    /**
     * Says that the holders of {@code fences} are alive.
     *
     * @return the fences that are still valid
     */
    @Transactional
    Set<Long> heartbeat(int instance, Collection<Long> fences) {
        // A row that is locked is being finished, or taken away: neither needs a heartbeat, and waiting would hold up
        // the others.
        database.sql("""
                        UPDATE pipeline.step
                        SET heartbeat_at = now(), lease_until = now() + make_interval(secs => :lease),
                            instance = :instance
                        WHERE (run_id, name) IN (
                            SELECT run_id, name FROM pipeline.step
                            WHERE fence = ANY(:fences) AND state = 'running' FOR UPDATE SKIP LOCKED)""")
                .param("instance", instance)
                .param("fences", fences.toArray(Long[]::new))
                .param("lease", seconds(properties.lease()))
                .update();
        return valid(fences);
    }

    private Set<Long> valid(Collection<Long> fences) {
        return Set.copyOf(
                database.sql("SELECT fence FROM pipeline.step WHERE fence = ANY(:fences) AND state = 'running'")
                        .param("fences", fences.toArray(Long[]::new))
                        .query(Long.class)
                        .list());
    }

    /**
     * Attempts whose worker is gone: the lease ran out, or the server that held it lives no more, which its advisory lock shows at
     * once.
     *
     * @param running the fences that {@code instance} is working on
     */
    List<Claim> lost(int instance, Collection<Long> running) {
        return database.sql("""
                        SELECT s.run_id, s.name, s.attempt, s.failures, s.fence FROM pipeline.step s
                        WHERE s.state = 'running' AND NOT s.fence = ANY(:running)
                          AND (s.lease_until < now()
                               OR (s.instance <> :instance AND s.heartbeat_at < now() - interval '3 seconds'
                                   AND s.instance NOT IN (
                                       SELECT l.objid::bigint FROM pg_locks l
                                       JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
                                       WHERE l.locktype = 'advisory' AND l.classid = :class AND l.objsubid = 2
                                         AND l.granted)))""")
                .param("running", running.toArray(Long[]::new))
                .param("instance", instance)
                .param("class", LiveInstance.LOCK_CLASS)
                .query((row, number) -> new Claim(
                        row.getObject("run_id", UUID.class),
                        row.getString("name"),
                        row.getInt("attempt"),
                        row.getInt("failures"),
                        row.getLong("fence")))
                .list();
    }

    /**
     * Ends the attempt with success. Outputs become visible here and nowhere else.
     *
     * @param made runs in the transaction, after the fence was found valid: what it writes to the database is there exactly once
     */
    @Transactional
    void succeed(Claim claim, @Nullable Digest cacheKey, Supplier<List<Artifact>> made) {
        lock(claim);
        outputs.add(claim.runId(), claim.step(), made.get());
        finish(claim, cacheKey, null);
    }

    /** Ends the attempt with the outputs of an earlier success under the same key; empty where there is none. */
    @Transactional
    Optional<UUID> succeedFromCache(Claim claim, Digest cacheKey) {
        Optional<OutputStore.Cached> cached = outputs.findCached(cacheKey);
        cached.ifPresent(earlier -> {
            lock(claim);
            outputs.add(claim.runId(), claim.step(), earlier.outputs());
            finish(claim, cacheKey, earlier.run());
        });
        return cached.map(OutputStore.Cached::run);
    }

    private void finish(Claim claim, @Nullable Digest cacheKey, @Nullable UUID cachedFrom) {
        database.sql("""
                        UPDATE pipeline.step
                        SET state = 'succeeded', ended_at = now(), progress = 1, cache_key = :key, cached_from = :cached
                        WHERE run_id = :run AND name = :step""")
                .param("key", cacheKey == null ? null : cacheKey.toString())
                .param("cached", cachedFrom)
                .param("run", claim.runId())
                .param("step", claim.step())
                .update();
        database.sql("""
                        UPDATE pipeline.step SET waits_for = waits_for - 1
                        WHERE run_id = :run AND state = 'pending' AND :step = ANY(depends_on)""")
                .param("run", claim.runId())
                .param("step", claim.step())
                .update();
        endAttempt(claim, cachedFrom == null ? "succeeded" : "cached", null);
        runEnds.succeedIfDone(claim.runId());
        AfterCommit.run(signals::work);
    }

    /**
     * Ends the attempt, and with it the run.
     *
     * @param made what the step leaves although it failed, such as the verdict of a gate
     */
    @Transactional
    void fail(Claim claim, RunError error, List<Artifact> made) {
        lock(claim);
        outputs.add(claim.runId(), claim.step(), made);
        endAttempt(claim, "failed", error.message());
        runEnds.fail(claim.runId(), claim.step(), error);
    }

    /** Ends an attempt that failed through no fault of the step: it is tried again after {@code delay}. */
    @Transactional
    void retry(Claim claim, String why, Duration delay) {
        lock(claim);
        endAttempt(claim, "lost", why);
        makePending(claim, 1, delay);
    }

    /** Gives the attempt back unfinished, since this server stops. */
    @Transactional
    void release(Claim claim) {
        lock(claim);
        endAttempt(claim, "interrupted", null);
        makePending(claim, 0, Duration.ZERO);
    }

    private void makePending(Claim claim, int failures, Duration delay) {
        database.sql("""
                        UPDATE pipeline.step
                        SET state = 'pending', failures = failures + :failures, progress = NULL,
                            not_before = now() + make_interval(secs => :delay)
                        WHERE run_id = :run AND name = :step""")
                .param("failures", failures)
                .param("delay", seconds(delay))
                .param("run", claim.runId())
                .param("step", claim.step())
                .update();
        AfterCommit.run(signals::work);
    }

    /** Remembers the tracking run of the attempt, so that a later attempt can end it. */
    @Transactional
    void remember(Claim claim, String trackingRun) {
        lock(claim);
        database.sql("UPDATE pipeline.step SET tracking_run = :tracking WHERE run_id = :run AND name = :step")
                .param("tracking", trackingRun)
                .param("run", claim.runId())
                .param("step", claim.step())
                .update();
    }

    /** The tracking run that an earlier attempt of the step began. */
    Optional<String> remembered(Claim claim) {
        return database.sql("""
                        SELECT tracking_run FROM pipeline.step
                        WHERE run_id = :run AND name = :step AND tracking_run IS NOT NULL""")
                .param("run", claim.runId())
                .param("step", claim.step())
                .query(String.class)
                .optional();
    }

    /** Whether the claim is the latest on its step: asked before a side effect that can't be part of the transaction. */
    void check(Claim claim) {
        if (valid(List.of(claim.fence())).isEmpty()) {
            throw new StaleLeaseException(claim);
        }
    }

    /** Locks the run, then the step if the claim on it is valid. */
    private void lock(Claim claim) {
        database.sql("SELECT state FROM pipeline.run WHERE id = :run FOR UPDATE")
                .param("run", claim.runId())
                .query(String.class)
                .single();
        boolean valid = database.sql("""
                        SELECT name FROM pipeline.step
                        WHERE run_id = :run AND name = :step AND fence = :fence AND state = 'running' FOR UPDATE""")
                .param("run", claim.runId())
                .param("step", claim.step())
                .param("fence", claim.fence())
                .query(String.class)
                .optional()
                .isPresent();
        if (!valid) {
            throw new StaleLeaseException(claim);
        }
    }

    private void endAttempt(Claim claim, String state, @Nullable String error) {
        database.sql(
                        "UPDATE pipeline.attempt SET state = :state, error = :error, ended_at = now() WHERE fence = :fence")
                .param("state", state)
                .param("error", error)
                .param("fence", claim.fence())
                .update();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
