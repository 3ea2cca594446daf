package dev.holdfast.tracking;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Moves runs between experiments. */
@Service
public class RunMoves {
    private final JdbcTemplate jdbc;
    private final Runs runs;
    private final RunStore store;
    private final Experiments experiments;
    private final ObjectProvider<RunDependents> dependents;
    private final AuditLog audit;

    RunMoves(
            JdbcTemplate jdbc,
            Runs runs,
            RunStore store,
            Experiments experiments,
            ObjectProvider<RunDependents> dependents,
            AuditLog audit) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.store = store;
        this.experiments = experiments;
        this.dependents = dependents;
        this.audit = audit;
    }

    /**
     * Moves a run, with all that it logged, to another experiment in use. Its artifacts stay where they lie, and the run still knows
     * where.
     *
     * @param experiment the name of one that exists
     */
    @Transactional
    public Run move(String runId, String experiment, @Nullable String reason, Actor actor) {
        RunInfo before = runs.info(runId);
        Experiment from = experiments.get(before.experiment());
        Experiment to = experiments.get(experiment);
        if (to.lifecycle() != Lifecycle.ACTIVE) {
            throw Experiments.notActive(to.id());
        }
        UUID run = Checks.run(runId);
        if (!store.touch(run)) {
            throw ProblemException.conflict(
                    "The run " + runId + " must be in the 'active' state. Current state is deleted.");
        }
        MeasuredModels.RunKey key = store.key(run);
        if (key.experiment() != to.id()) {
            move(key, to.id());
            dependents.forEach(each -> each.moved(key, to.id()));
            audit.record(
                    actor, "run.moved", "run/" + runId, reason, Map.of("from", from.name(), "experiment", to.name()));
        }
        return runs.get(runId);
    }

    private void move(MeasuredModels.RunKey run, long experiment) {
        jdbc.update("UPDATE tracking.run SET experiment = ? WHERE id = ?", experiment, run.id());
        for (String table : new String[] {"param", "tag", "metric"}) {
            jdbc.update("UPDATE tracking." + table + " SET experiment = ? WHERE run = ?", experiment, run.id());
        }
        // Datasets are known in an experiment: the new one may know them already.
        jdbc.update("""
                INSERT INTO tracking.dataset (experiment, name, digest, version, source_type, source, schema, profile)
                SELECT DISTINCT ?::bigint, d.name, d.digest, d.version, d.source_type, d.source, d.schema, d.profile
                FROM tracking.input i JOIN tracking.dataset d ON d.id = i.dataset WHERE i.run = ?
                ON CONFLICT (experiment, name, digest) DO NOTHING
                """, experiment, run.id());
        jdbc.update("""
                UPDATE tracking.input i SET dataset = there.id
                FROM tracking.dataset here JOIN tracking.dataset there USING (name, digest)
                WHERE i.run = ? AND here.id = i.dataset AND there.experiment = ?
                """, run.id(), experiment);
    }
}
