package dev.holdfast.batch;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.background.AfterCommit;
import dev.holdfast.background.StaleLeaseException;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.dataset.PreparedVersion;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The durable core: who may work on which job, and what becomes visible of it.
 *
 * <p>A claim carries a fence that grows with every claim. Each change to a job asks for the latest fence in the same transaction, so
 * whatever a forgotten worker still does is refused: chunks, and the output's registration as a dataset version. All times are the database's.
 */
@Component
class BatchJobQueue {
    private static final int ROW_ERRORS_KEPT = 20;

    private final JdbcClient database;
    private final BatchJobStore store;
    private final Datasets datasets;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final JsonMapper mapper;
    private final BatchSignals signals;
    private final BatchProperties properties;

    BatchJobQueue(
            JdbcClient database,
            BatchJobStore store,
            Datasets datasets,
            AuditLog audit,
            ApplicationEventPublisher events,
            JsonMapper mapper,
            BatchSignals signals,
            BatchProperties properties) {
        this.database = database;
        this.store = store;
        this.datasets = datasets;
        this.audit = audit;
        this.events = events;
        this.mapper = mapper;
        this.signals = signals;
        this.properties = properties;
    }

    /** Who registers outputs and ends jobs, as the audit log names it. */
    static Actor actor(BatchJob job) {
        return new Actor("batch:" + job.deployment(), Role.CONTRIBUTOR);
    }

    static String subject(UUID job) {
        return "batch-job/" + job;
    }

    /** Claims up to {@code most} jobs that wait, or whose lease ran out. No two servers get the same one. */
    @Transactional
    List<Claim> claim(int most) {
        return database.sql("""
                        WITH ready AS (
                            SELECT id FROM batch.job
                            WHERE (state = 'pending' AND not_before <= now()) OR (state = 'running' AND lease_until < now())
                            ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED)
                        UPDATE batch.job j
                        SET state = 'running', attempt = j.attempt + 1, fence = nextval('batch.fence'),
                            failures = j.failures + CASE WHEN j.state = 'running' THEN 1 ELSE 0 END,
                            lease_until = now() + make_interval(secs => :lease),
                            started_at = coalesce(j.started_at, now()), attempt_at = clock_timestamp(),
                            attempt_rows = j.rows_done, chunk_at = NULL
                        FROM ready WHERE j.id = ready.id
                        RETURNING j.id, j.attempt, j.failures, j.fence""")
                .param("most", most)
                .param("lease", seconds(properties.lease()))
                .query((row, number) -> new Claim(
                        row.getObject("id", UUID.class),
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
    Set<Long> heartbeat(Collection<Long> fences) {
        // A row that is locked is being changed by its holder, which renews it too, or taken away.
        database.sql("""
                        UPDATE batch.job SET lease_until = now() + make_interval(secs => :lease)
                        WHERE id IN (SELECT id FROM batch.job WHERE fence = ANY(:fences) AND state = 'running'
                                     FOR UPDATE SKIP LOCKED)""")
                .param("fences", fences.toArray(Long[]::new))
                .param("lease", seconds(properties.lease()))
                .update();
        return Set.copyOf(database.sql("SELECT fence FROM batch.job WHERE fence = ANY(:fences) AND state = 'running'")
                .param("fences", fences.toArray(Long[]::new))
                .query(Long.class)
                .list());
    }

    /** Makes a chunk part of the job's output. */
    @Transactional
    void finish(Claim claim, FinishedChunk chunk) {
        lock(claim);
        database.sql("INSERT INTO batch.chunk (job_id, number, digest, rows) VALUES (:job, :number, :digest, :rows)")
                .param("job", claim.job())
                .param("number", chunk.number())
                .param("digest", chunk.digest() == null ? null : chunk.digest().toString())
                .param("rows", chunk.rowsKept())
                .update();
        database.sql("""
                        UPDATE batch.job
                        SET rows_done = rows_done + :rows, rows_failed = rows_failed + :failed, failures = 0,
                            row_errors = jsonb_path_query_array(row_errors || CAST(:errors AS jsonb), CAST(:kept AS jsonpath)),
                            widths = coalesce(CAST(:widths AS integer[]), widths), chunk_at = clock_timestamp(),
                            lease_until = now() + make_interval(secs => :lease)
                        WHERE id = :job""")
                .param("rows", chunk.rows())
                .param("failed", chunk.rowsFailed())
                .param("errors", mapper.writeValueAsString(chunk.errors()))
                .param("kept", "$[0 to " + (ROW_ERRORS_KEPT - 1) + "]")
                .param("widths", chunk.widths() == null ? null : chunk.widths().toArray(Integer[]::new))
                .param("lease", seconds(properties.lease()))
                .param("job", claim.job())
                .update();
    }

    /** Registers the output and ends the job: one does not happen without the other, and neither twice. */
    @Transactional
    void succeed(Claim claim, PreparedVersion output) {
        lock(claim);
        BatchJob job = store.job(claim.job());
        int version = datasets.register(
                        job.outputDataset(),
                        output,
                        "batch job " + job.id() + ": " + job.dataset() + " version " + job.version()
                                + ", predicted by release "
                                + job.release() + " of " + job.deployment() + " (model " + job.model() + " version "
                                + job.modelVersion() + ")",
                        actor(job))
                .version()
                .version();
        database.sql("""
                        UPDATE batch.job SET state = 'succeeded', output_version = :version, error = NULL, ended_at = now()
                        WHERE id = :job""").param("version", version).param("job", claim.job()).update();
        database.sql("DELETE FROM batch.chunk WHERE job_id = :job")
                .param("job", claim.job())
                .update();
        Map<String, Object> facts = facts(job);
        facts.put("output_version", version);
        facts.put("rows_failed", job.rowsFailed());
        audit.record(actor(job), "batch_job.succeeded", subject(job.id()), null, facts);
        publish(job, BatchJobState.SUCCEEDED, version);
    }

    /** Ends the job; its chunks stay for a retry. */
    @Transactional
    void fail(Claim claim, BatchJobError error) {
        lock(claim);
        database.sql("""
                        UPDATE batch.job SET state = 'failed', error = CAST(:error AS jsonb), ended_at = now()
                        WHERE id = :job""")
                .param("error", mapper.writeValueAsString(error))
                .param("job", claim.job())
                .update();
        BatchJob job = store.job(claim.job());
        audit.record(actor(job), "batch_job.failed", subject(job.id()), error.message(), facts(job));
        publish(job, BatchJobState.FAILED, null);
    }

    /** Gives the job back: it goes on, maybe elsewhere, after {@code delay}. */
    @Transactional
    void giveBack(Claim claim, int failures, Duration delay) {
        lock(claim);
        database.sql("""
                        UPDATE batch.job SET state = 'pending', failures = failures + :failures,
                            not_before = now() + make_interval(secs => :delay)
                        WHERE id = :job""")
                .param("failures", failures)
                .param("delay", seconds(delay))
                .param("job", claim.job())
                .update();
    }

    /** What an audit entry says of a job. */
    static Map<String, Object> facts(BatchJob job) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("deployment", job.deployment());
        facts.put("release", job.release());
        facts.put("dataset", job.dataset());
        facts.put("dataset_version", job.version());
        facts.put("output_dataset", job.outputDataset());
        facts.put("rows_done", job.rowsDone());
        return facts;
    }

    /** Says that the job has ended, in the transaction that ends it. */
    void publish(BatchJob job, BatchJobState state, @Nullable Integer output) {
        events.publishEvent(
                new BatchJobEnded(job.id(), state, job.deployment(), job.release(), job.outputDataset(), output));
        AfterCommit.run(() -> signals.ended(job.id()));
    }

    private void lock(Claim claim) {
        boolean valid = database.sql(
                        "SELECT true FROM batch.job WHERE id = :job AND fence = :fence AND state = 'running' FOR UPDATE")
                .param("job", claim.job())
                .param("fence", claim.fence())
                .query(Boolean.class)
                .optional()
                .isPresent();
        if (!valid) {
            throw new StaleLeaseException(claim);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
