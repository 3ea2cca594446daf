package dev.holdfast.pipeline;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.background.AfterCommit;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The ends of runs. The caller's transaction has locked the run. */
@Component("pipelineRunEnds")
@Transactional(propagation = Propagation.MANDATORY)
class RunEnds {
    private final JdbcClient database;
    private final Json json;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Signals signals;

    RunEnds(JdbcClient database, Json json, AuditLog audit, ApplicationEventPublisher events, Signals signals) {
        this.database = database;
        this.json = json;
        this.audit = audit;
        this.events = events;
        this.signals = signals;
    }

    /** The name under which a pipeline acts: it may do what the approver of its definition allowed. */
    static Actor actor(String pipeline) {
        return new Actor("pipeline:" + pipeline, Role.APPROVER);
    }

    void succeedIfDone(UUID run) {
        boolean open = database.sql("""
                        SELECT EXISTS (SELECT 1 FROM pipeline.step
                                       WHERE run_id = :run AND state IN ('pending', 'running'))""").param("run", run).query(Boolean.class).single();
        if (!open) {
            end(run, RunState.SUCCEEDED, null, null, null);
        }
    }

    /** The step has failed: what waits will never start, and what runs beside it is stopped. */
    void fail(UUID run, String step, RunError error) {
        database.sql("""
                        UPDATE pipeline.step SET state = 'failed', error = :error::jsonb, ended_at = now()
                        WHERE run_id = :run AND name = :step""")
                .param("error", json.write(error))
                .param("run", run)
                .param("step", step)
                .update();
        stopSteps(run, "skipped");
        end(run, RunState.FAILED, error, null, null);
    }

    void cancel(UUID run, @Nullable String reason, Actor actor) {
        RunState state = RunState.of(database.sql("SELECT state FROM pipeline.run WHERE id = :run FOR UPDATE")
                .param("run", run)
                .query(String.class)
                .single());
        if (state == RunState.CANCELLED) {
            return;
        }
        if (state.isEnd()) {
            throw ProblemException.conflict(
                    "The run has " + state.wireName() + "; only a run that goes on can be cancelled.");
        }
        stopSteps(run, "cancelled");
        end(run, RunState.CANCELLED, null, actor, reason);
    }

    private void stopSteps(UUID run, String pendingBecome) {
        database.sql("""
                        UPDATE pipeline.step SET state = :state, ended_at = now()
                        WHERE run_id = :run AND state = 'pending'""").param("state", pendingBecome).param("run", run).update();
        database.sql("""
                        UPDATE pipeline.step SET state = 'cancelled', ended_at = now()
                        WHERE run_id = :run AND state = 'running'""").param("run", run).update();
        database.sql("""
                        UPDATE pipeline.attempt SET state = 'cancelled', ended_at = now()
                        WHERE run_id = :run AND state = 'running'""").param("run", run).update();
    }

    private void end(
            UUID run, RunState state, @Nullable RunError error, @Nullable Actor actor, @Nullable String reason) {
        String pipeline = database.sql("""
                        UPDATE pipeline.run SET state = :state, error = :error::jsonb, ended_at = now()
                        WHERE id = :run RETURNING pipeline""")
                .param("state", state.wireName())
                .param("error", error == null ? null : json.write(error))
                .param("run", run)
                .query(String.class)
                .single();
        Map<String, Object> details = new HashMap<>();
        details.put("run", run.toString());
        if (error != null) {
            details.put("error", error.message());
        }
        audit.record(
                actor == null ? actor(pipeline) : actor,
                "pipeline.run." + state.wireName(),
                "pipeline/" + pipeline + "/runs/" + run,
                reason,
                details);
        events.publishEvent(new PipelineRunEnded(pipeline, run, state, error));
        AfterCommit.run(() -> signals.ended(run));
    }
}
