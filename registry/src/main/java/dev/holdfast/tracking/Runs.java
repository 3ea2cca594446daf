package dev.holdfast.tracking;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Runs. The audit log tells who started, changed, ended, deleted and restored a run; what a run logs is the run's own record and is
 * not audited point by point.
 */
@Service
public class Runs {
    private final Experiments experiments;
    private final RunStore store;
    private final RunReader reader;
    private final RunLog log;
    private final RenderedRuns rendered;
    private final MetricHistories histories;
    private final AuditLog audit;
    private final Clock clock;

    Runs(
            Experiments experiments,
            RunStore store,
            RunReader reader,
            RunLog log,
            RenderedRuns rendered,
            MetricHistories histories,
            AuditLog audit,
            Clock clock) {
        this.experiments = experiments;
        this.store = store;
        this.reader = reader;
        this.log = log;
        this.rendered = rendered;
        this.histories = histories;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes a run. Its name and the tag {@code mlflow.runName} are one: a problem where both are given and differ. A problem (404)
     * where there is no such experiment, and (409) where it is deleted.
     */
    public CreatedRun create(NewRun made, Actor actor) {
        return insert(UUID.randomUUID().toString().replace("-", ""), made, actor);
    }

    /** Makes a run that has its id from elsewhere, or finds it where it is here already. */
    @Transactional
    public RunInfo takeOver(String runId, NewRun made, Actor actor) {
        return store.info(Checks.run(runId))
                .orElseGet(() -> insert(runId, made, actor).info());
    }

    private CreatedRun insert(String runId, NewRun made, Actor actor) {
        List<KeyValue> tags = new ArrayList<>(NewRunTags.of(made));
        String name = NewRunTags.name(made, tags);
        // One statement, hence all or nothing, and nothing to wait for but the database's one answer.
        String artifactUri = store.insert(runId, made, name, tags, audit.values(actor, "run.started", subject(runId)))
                .orElseThrow(() -> {
                    experiments.get(made.experiment());
                    return Experiments.notActive(made.experiment());
                });
        audit.written();
        RunInfo info = new RunInfo(
                runId,
                name,
                made.experiment(),
                made.user(),
                RunStatus.RUNNING,
                Lifecycle.ACTIVE,
                made.startTimeMs(),
                null,
                artifactUri);
        return new CreatedRun(info, tags);
    }

    /** Starts a run; its experiment is made where it does not exist. */
    @Transactional
    public Run start(RunStart start, Actor actor) {
        Checks checks = Checks.of(RunBatch.ofTags(start.tags()), FieldPaths.OURS);
        if (start.runName() != null) {
            checks.name("name", start.runName());
        }
        checks.orThrow();
        Experiment experiment = experiments.getOrCreate(start.experiment(), actor);
        if (experiment.lifecycle() == Lifecycle.DELETED) {
            throw ProblemException.conflict(
                    "Experiment \"" + experiment.name() + "\" is deleted; restore it or use another name.");
        }
        NewRun made = new NewRun(
                experiment.id(),
                start.runName(),
                actor.name(),
                clock.instant().toEpochMilli(),
                RunBatch.list(start.tags()));
        return get(create(made, actor).info().runId());
    }

    /**
     * Changes a run in use.
     *
     * @return the run as it is then
     */
    @Transactional
    public RunInfo change(String runId, RunChange change, Actor actor) {
        String name =
                change.name() == null || change.name().isEmpty() ? null : Checks.cut(change.name(), Checks.MAX_TAG);
        if (name != null) {
            Checks checks = new Checks();
            checks.text("run_name", name);
            checks.orThrow();
        }
        RunInfo changed = store.update(Checks.run(runId), change.status(), change.endTimeMs(), name)
                .orElseThrow(() -> log.notWritable(runId));
        boolean ended = change.status() != null && change.status().isEnd();
        audit.record(
                actor,
                ended ? "run.ended" : "run.changed",
                subject(runId),
                null,
                Map.of("status", changed.status(), "name", changed.name()));
        return changed;
    }

    /**
     * Changes the run's state.
     *
     * @param endTime now where it is absent and {@code status} is an end
     */
    @Transactional
    public Run finish(String runId, RunStatus status, @Nullable Instant endTime, Actor actor) {
        if (endTime != null && !status.isEnd()) {
            throw ProblemException.invalid("end_time", endTime, "only goes with finished, failed or killed.");
        }
        Instant end = endTime == null && status.isEnd() ? clock.instant() : endTime;
        change(runId, new RunChange(status, end == null ? null : end.toEpochMilli(), null), actor);
        return get(runId);
    }

    /** Deletes a run, so that it can be restored. */
    @Transactional
    public void delete(String runId, Actor actor) {
        setLifecycle(runId, Lifecycle.DELETED, clock.instant().toEpochMilli());
        audit.record(actor, "run.deleted", subject(runId), null, Map.of());
    }

    /** Restores a deleted run. */
    @Transactional
    public void restore(String runId, Actor actor) {
        setLifecycle(runId, Lifecycle.ACTIVE, null);
        audit.record(actor, "run.restored", subject(runId), null, Map.of());
    }

    /** Logs a batch to a run in use, all of it or nothing; a param that stands already with another value is a conflict. */
    public void log(String runId, RunBatch batch) {
        log.log(runId, batch, FieldPaths.BATCH);
    }

    /** As {@link #log} for a batch of one thing; messages speak of it alone. */
    public void logOne(String runId, RunBatch one) {
        log.log(runId, one, FieldPaths.SINGLE);
    }

    /** Logs parameters; one that stands already with another value is a conflict, and none of the batch is kept. */
    public void logParams(String runId, Map<String, String> params) {
        log.log(runId, RunBatch.ofParams(params), FieldPaths.OURS);
    }

    /** Adds points to the history of metrics, all or none. The same point sent again changes nothing. */
    public void logMetrics(String runId, List<Metric> metrics) {
        log.log(runId, RunBatch.ofMetrics(metrics.stream().map(MetricPoint::of).toList()), FieldPaths.OURS);
    }

    /** Sets tags; those that stand already are replaced. */
    public void setTags(String runId, Map<String, String> tags) {
        log.log(runId, RunBatch.ofTags(tags), FieldPaths.OURS);
    }

    /** Removes a tag; a problem (404) where the run has no such tag. */
    @Transactional
    public void deleteTag(String runId, String key) {
        UUID run = Checks.run(runId);
        if (!store.touch(run)) {
            throw log.notWritable(runId);
        }
        if (!store.deleteTag(run, key)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "No tag with name: " + key + " in run with id " + runId);
        }
    }

    /** Notes that the run read a dataset version. */
    public void logInput(String runId, DatasetInput input) {
        log.input(runId, input);
    }

    /** Notes datasets, as clients describe them, and logged models that the run read. */
    public void logInputs(String runId, List<DatasetUse> datasets, List<String> models) {
        log.inputs(runId, datasets, models);
    }

    /** Notes logged models that the run made. */
    public void logOutputs(String runId, List<ModelOutput> models) {
        log.outputs(runId, models);
    }

    /** Adds an entry, a JSON object, to the run's history of logged models, which older clients read. */
    @Transactional
    public void addModelHistory(String runId, String entry) {
        log.addModelHistory(runId, entry);
    }

    /** The run with this id; a problem (404) where there is none. */
    public Run get(String runId) {
        return reader.get(runId).orElseThrow(() -> Checks.noSuchRun(runId));
    }

    /** The run as MLflow's clients read it, in JSON; a problem (404) where there is none. */
    public byte[] json(String runId) {
        return Checks.runUuid(runId)
                .flatMap(store::revision)
                .flatMap(revision -> Optional.ofNullable(rendered.get(revision)))
                .orElseThrow(() -> Checks.noSuchRun(runId));
    }

    /** The run without what it logged; a problem (404) where there is none. */
    public RunInfo info(String runId) {
        return Checks.runUuid(runId).flatMap(store::info).orElseThrow(() -> Checks.noSuchRun(runId));
    }

    /** Where the run's artifacts lie; a problem (404) where there is no such run. */
    public String artifactUri(String runId) {
        return info(runId).artifactUri();
    }

    /** The runs of an experiment, the newest first. */
    public Page<Run> search(String experiment, PageRequest page) {
        return reader.page(experiments.get(experiment).id(), page);
    }

    /** Every point of a metric, by timestamp, step and value. */
    public Page<Metric> history(String runId, String key, PageRequest page) {
        info(runId);
        List<Metric> points = new ArrayList<>();
        Optional<String> next = histories.page(
                runId,
                key,
                page.pageToken(),
                page.maxResults(),
                (timestamp, step, value) -> points.add(new Metric(key, value, Instant.ofEpochMilli(timestamp), step)));
        return new Page<>(points, next.orElse(null));
    }

    private void setLifecycle(String runId, Lifecycle lifecycle, @Nullable Long deletedAtMs) {
        boolean exists = Checks.runUuid(runId)
                .filter(run -> store.setLifecycle(run, lifecycle, deletedAtMs))
                .isPresent();
        if (!exists) {
            throw Checks.noSuchRun(runId);
        }
    }

    private static String subject(String runId) {
        return "run/" + runId;
    }
}
