package dev.holdfast.tracking;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Experiments and runs. The audit log tells who made an experiment and who started and ended a run; what a run logs is the run's own
 * record and is not audited point by point.
 */
@Service
public class Runs {
    private final ExperimentStore experiments;
    private final RunStore runs;
    private final LogStore logs;
    private final AuditLog audit;
    private final Clock clock;

    Runs(ExperimentStore experiments, RunStore runs, LogStore logs, AuditLog audit, Clock clock) {
        this.experiments = experiments;
        this.runs = runs;
        this.logs = logs;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes an experiment; a conflict where the name is taken. */
    @Transactional
    public Experiment createExperiment(String name, Map<String, String> tags, Actor actor) {
        Names.check("name", name);
        Checks.of("tags", tags).orThrow();
        return insertExperiment(name, tags, actor)
                .orElseThrow(() -> ProblemException.conflict("There is an experiment \"" + name + "\" already."));
    }

    /** The experiment of this name; a problem (404) where there is none. */
    public Experiment experiment(String name) {
        return experiments.find(name).orElseThrow(() -> ProblemException.notFound("experiment \"" + name + "\""));
    }

    /** Experiments by name. */
    public Page<Experiment> experiments(PageRequest page) {
        return experiments.page(page);
    }

    /** Starts a run; its experiment is made where it does not exist. */
    @Transactional
    public Run start(RunStart start, Actor actor) {
        Checks checks = Checks.of("tags", start.tags());
        if (start.runName() != null) {
            checks.name("name", start.runName());
        }
        checks.orThrow();
        Experiment experiment = experimentFor(start.experiment(), actor);
        if (experiment.lifecycle() == Lifecycle.DELETED) {
            throw ProblemException.conflict(
                    "Experiment \"" + experiment.name() + "\" is deleted; restore it or use another name.");
        }
        String runId = UUID.randomUUID().toString().replace("-", "");
        String name = start.runName() == null ? RunNames.invent() : start.runName();
        long run = runs.insert(runId, experiment.id(), name, actor.name(), clock.instant());
        if (!start.tags().isEmpty()) {
            logs.upsertTags(run, start.tags());
        }
        audit.record(actor, "run.started", subject(runId), null, Map.of("experiment", experiment.name(), "name", name));
        return get(runId);
    }

    /** Logs parameters; one that stands already with another value is a conflict, and none of the batch is kept. */
    @Transactional
    public void logParams(String runId, Map<String, String> params) {
        Checks.of("params", params).orThrow();
        RunStore.Key run = writable(runId);
        if (params.isEmpty()) {
            return;
        }
        Map<String, String> different = logs.insertParams(run.id(), params);
        different.forEach((key, value) -> {
            throw ProblemException.conflict("Parameter \"" + key + "\" of run " + runId + " is \"" + value
                    + "\" and can't be changed to \"" + params.get(key) + "\"; start another run.");
        });
    }

    /** Adds points to the history of metrics, all or none. The same point sent again changes nothing. */
    @Transactional
    public void logMetrics(String runId, List<Metric> metrics) {
        Checks.of(metrics).orThrow();
        RunStore.Key run = writable(runId);
        if (!metrics.isEmpty()) {
            logs.insertMetrics(run.id(), metrics);
        }
    }

    /** Sets tags; those that stand already are replaced. */
    @Transactional
    public void setTags(String runId, Map<String, String> tags) {
        Checks.of("tags", tags).orThrow();
        RunStore.Key run = writable(runId);
        if (!tags.isEmpty()) {
            logs.upsertTags(run.id(), tags);
        }
    }

    /** Notes that the run read a dataset version. */
    @Transactional
    public void logInput(String runId, DatasetInput input) {
        Names.check("name", input.name());
        Checks checks = new Checks();
        checks.name("context", input.context());
        checks.orThrow();
        logs.insertInput(writable(runId), input);
    }

    /**
     * Changes the run's state.
     *
     * @param endTime now where it is absent and {@code status} is an end
     */
    @Transactional
    public Run finish(String runId, RunStatus status, @Nullable Instant endTime, Actor actor) {
        RunStore.Key run = writable(runId);
        if (endTime != null && !status.isEnd()) {
            throw ProblemException.invalid("end_time", endTime, "only goes with finished, failed or killed.");
        }
        runs.update(run.id(), status, endTime == null && status.isEnd() ? clock.instant() : endTime);
        audit.record(
                actor, status.isEnd() ? "run.ended" : "run.changed", subject(runId), null, Map.of("status", status));
        return get(runId);
    }

    /** The run with this id; a problem (404) where there is none. */
    public Run get(String runId) {
        return runs.get(runId).orElseThrow(() -> noSuchRun(runId));
    }

    /** The runs of an experiment, the newest first. */
    public Page<Run> search(String experiment, PageRequest page) {
        return runs.page(experiment(experiment).id(), page);
    }

    /** Every point of a metric, by timestamp, step and value. */
    public Page<Metric> history(String runId, String key, PageRequest page) {
        RunStore.Key run = runs.find(runId).orElseThrow(() -> noSuchRun(runId));
        return logs.history(run.id(), key, page);
    }

    private Experiment experimentFor(String name, Actor actor) {
        Optional<Experiment> found = experiments.find(name);
        if (found.isPresent()) {
            return found.get();
        }
        Names.check("experiment", name);
        // Empty where someone else made it since we looked.
        return insertExperiment(name, Map.of(), actor).orElseGet(() -> experiment(name));
    }

    private Optional<Experiment> insertExperiment(String name, Map<String, String> tags, Actor actor) {
        return experiments.insert(name, clock.instant()).map(id -> {
            experiments.insertTags(id, tags);
            audit.record(actor, "experiment.created", "experiment/" + name, null, Map.of());
            return experiment(name);
        });
    }

    private RunStore.Key writable(String runId) {
        RunStore.Key run = runs.find(runId).orElseThrow(() -> noSuchRun(runId));
        if (run.lifecycle() == Lifecycle.DELETED) {
            throw ProblemException.conflict("Run " + runId + " is deleted; restore it before you log to it.");
        }
        return run;
    }

    private static String subject(String runId) {
        return "run/" + runId;
    }

    private static ProblemException noSuchRun(String runId) {
        return ProblemException.notFound("run " + runId);
    }
}
