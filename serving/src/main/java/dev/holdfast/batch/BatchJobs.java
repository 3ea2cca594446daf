package dev.holdfast.batch;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.background.AfterCommit;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Batch jobs: each predicts all rows of a dataset version with one release and makes a dataset version of the answers. A prediction is bit for bit
 * what the deployment would have answered to the same rows.
 */
@Service
public class BatchJobs {
    private final BatchPlanner planner;
    private final BatchJobStore store;
    private final BatchJobQueue queue;
    private final BatchSignals signals;
    private final BatchMetrics metrics;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final RequestKeys keys;

    BatchJobs(
            BatchPlanner planner,
            BatchJobStore store,
            BatchJobQueue queue,
            BatchSignals signals,
            BatchMetrics metrics,
            JdbcClient database,
            TransactionTemplate transaction,
            AuditLog audit,
            RequestKeys keys) {
        this.planner = planner;
        this.store = store;
        this.queue = queue;
        this.signals = signals;
        this.metrics = metrics;
        this.database = database;
        this.transaction = transaction;
        this.audit = audit;
        this.keys = keys;
    }

    /**
     * Makes a job, which begins as soon as a server has room for it. Release and dataset version are pinned now.
     *
     * @param key if present, the same request with it within 24 hours is answered with the job that it made
     * @throws ProblemException 422 with every field that is wrong
     */
    public BatchJob start(BatchJobRequest request, @Nullable RequestKey key, Actor actor) {
        return store.job(keys.once(key, UUID::fromString, () -> begin(request, key, actor)));
    }

    private UUID begin(BatchJobRequest request, @Nullable RequestKey key, Actor actor) {
        BatchPlan plan = planner.plan(request);
        UUID id = transaction.execute(status -> {
            UUID made = store.create(plan, actor.name());
            keys.remember(key, made.toString());
            audit.record(
                    actor,
                    "batch_job.started",
                    BatchJobQueue.subject(made),
                    request.note(),
                    BatchJobQueue.facts(store.job(made)));
            return made;
        });
        signals.work();
        return Objects.requireNonNull(id);
    }

    /** Jobs, the newest first. */
    public Page<BatchJob> jobs(BatchJobFilter filter, PageRequest page) {
        return store.jobs(filter, page);
    }

    public BatchJob job(UUID id) {
        return store.job(id);
    }

    /** The job when it has ended, or as it is after {@code atMost}. */
    public BatchJob await(UUID id, Duration atMost) {
        store.job(id);
        signals.awaitEnd(id, atMost, () -> store.job(id).state().isEnd());
        return store.job(id);
    }

    /**
     * Ends a job that goes on; nothing of it becomes a dataset version.
     *
     * @throws ProblemException 409 where it has ended
     */
    public BatchJob cancel(UUID id, @Nullable String reason, Actor actor) {
        change(id, """
                UPDATE batch.job SET state = 'cancelled', ended_at = now()
                WHERE id = :id AND state IN ('pending', 'running')""", "batch_job.cancelled", "can't be cancelled", reason, actor);
        AfterCommit.run(() -> metrics.ended(BatchJobState.CANCELLED));
        return store.job(id);
    }

    /**
     * Lets a job that failed or was cancelled go on at its first missing chunk.
     *
     * @throws ProblemException 409 where it has done neither
     */
    public BatchJob retry(UUID id, @Nullable String reason, Actor actor) {
        change(id, """
                UPDATE batch.job SET state = 'pending', error = NULL, ended_at = NULL, failures = 0, not_before = now()
                WHERE id = :id AND state IN ('failed', 'cancelled')""", "batch_job.retried", "can't be tried again", reason, actor);
        AfterCommit.run(signals::work);
        return store.job(id);
    }

    private void change(UUID id, String sql, String action, String refusal, @Nullable String reason, Actor actor) {
        store.job(id);
        transaction.executeWithoutResult(status -> {
            boolean changed = database.sql(sql).param("id", id).update() == 1;
            BatchJob job = store.job(id);
            if (!changed) {
                throw ProblemException.conflict(
                        "Batch job " + id + " is " + job.state().wireName() + " and " + refusal + ".");
            }
            audit.record(actor, action, BatchJobQueue.subject(id), reason, BatchJobQueue.facts(job));
            if (job.state().isEnd()) {
                queue.publish(job, job.state(), null);
            }
        });
    }
}
