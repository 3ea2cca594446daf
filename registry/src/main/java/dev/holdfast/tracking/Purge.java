package dev.holdfast.tracking;

import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes for good what was deleted before: experiments, runs and what hangs on them, with their artifacts. What the artifacts were
 * stored in is reclaimed by the collection of the store, when nothing else refers to it.
 */
@Service
public class Purge {
    private static final int RUNS_AT_ONCE = 200;

    private final PurgeStore store;
    private final Artifacts artifacts;
    private final ObjectProvider<RunDependents> dependents;
    private final AuditLog audit;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Purge(
            PurgeStore store,
            Artifacts artifacts,
            ObjectProvider<RunDependents> dependents,
            AuditLog audit,
            Clock clock,
            TransactionTemplate transaction) {
        this.store = store;
        this.artifacts = artifacts;
        this.dependents = dependents;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * Deletes for good whatever has been deleted for long enough. It goes in steps that each are kept: one that is broken off has
     * deleted less, and can be done again.
     *
     * @param olderThanMs how long something must have been deleted
     */
    public Purged all(long olderThanMs, @Nullable String reason, Actor actor) {
        long before = clock.millis() - olderThanMs;
        Purged purged = Purged.NOTHING;
        for (long experiment : store.deletedExperiments(before)) {
            purged = purged.plus(experiment(experiment, reason, actor));
        }
        purged = purged.plus(runs(() -> store.deletedRuns(before, RUNS_AT_ONCE), reason, actor));
        int others = 0;
        for (RunDependents each : dependents) {
            Integer count = transaction.execute(_ -> each.purgeDeleted(before));
            others += count == null ? 0 : count;
        }
        return purged.plus(new Purged(0, 0, others, 0));
    }

    /** Deletes one deleted run for good; a problem where it is in use or was deleted a shorter time ago. */
    public Purged run(String runId, long olderThanMs, @Nullable String reason, Actor actor) {
        PurgeStore.Deleted deleted =
                Checks.runUuid(runId).flatMap(store::run).orElseThrow(() -> Checks.noSuchRun(runId));
        checkAge("Run " + runId, deleted, olderThanMs);
        boolean[] done = {false};
        return runs(
                () -> {
                    boolean first = !done[0];
                    done[0] = true;
                    return first ? store.lock(deleted.id()) : List.of();
                },
                reason,
                actor);
    }

    /** Deletes one deleted experiment and its runs for good; a problem where it is in use or was deleted a shorter time ago. */
    public Purged experiment(long id, long olderThanMs, @Nullable String reason, Actor actor) {
        if (id == Experiments.DEFAULT) {
            throw ProblemException.conflict(
                    "Experiment 0 is where runs go that name none; it can't be deleted for good.");
        }
        checkAge(
                "Experiment " + id,
                store.experiment(id).orElseThrow(() -> Experiments.noSuchExperiment(id)),
                olderThanMs);
        return experiment(id, reason, actor);
    }

    private Purged experiment(long id, @Nullable String reason, Actor actor) {
        Purged purged = runs(() -> store.runsOf(id, RUNS_AT_ONCE), reason, actor);
        Boolean gone = transaction.execute(_ -> {
            Optional<String> name = store.deleteExperiment(id);
            if (name.isEmpty()) {
                return false;
            }
            dependents.forEach(each -> each.purged(id));
            audit.record(actor, "experiment.purged", "experiment/" + name.get(), reason, Map.of("id", id));
            return true;
        });
        return Boolean.TRUE.equals(gone) ? purged.plus(new Purged(1, 0, 0, 0)) : purged;
    }

    private Purged runs(Batches batches, @Nullable String reason, Actor actor) {
        Purged total = Purged.NOTHING;
        while (true) {
            Purged some = transaction.execute(_ -> runs(batches.next(), reason, actor));
            if (some == null || some.runs() == 0) {
                return total;
            }
            total = total.plus(some);
        }
    }

    private Purged runs(List<PurgeStore.Doomed> runs, @Nullable String reason, Actor actor) {
        if (runs.isEmpty()) {
            return Purged.NOTHING;
        }
        store.deleteRuns(runs.stream().map(PurgeStore.Doomed::id).toList());
        long files = 0;
        for (PurgeStore.Doomed run : runs) {
            files += deleteArtifacts(run, actor);
            audit.record(actor, "run.purged", "run/" + run.runId(), reason, Map.of());
        }
        return new Purged(0, runs.size(), 0, files);
    }

    /** Only what lies with us, and only where the path is the run's own: other stores are their owners' affair. */
    private long deleteArtifacts(PurgeStore.Doomed run, Actor actor) {
        return ArtifactPath.ofUri(run.artifactUri())
                .filter(path -> path.text().contains(run.runId()))
                .map(path -> artifacts.delete(path, actor))
                .orElse(0L);
    }

    private void checkAge(String what, PurgeStore.Deleted deleted, long olderThanMs) {
        Long at = deleted.deletedAtMs();
        if (at == null) {
            throw ProblemException.conflict(what + " is in use; delete it before you delete it for good.");
        }
        if (at > clock.millis() - olderThanMs) {
            throw ProblemException.conflict(
                    what + " is not older than the required age: it was deleted less than " + olderThanMs + " ms ago.");
        }
    }

    /** Locks the runs that come next. */
    @FunctionalInterface
    private interface Batches {
        List<PurgeStore.Doomed> next();
    }

    /**
     * What was deleted for good.
     *
     * @param others logged models and whatever else was deleted by itself
     * @param files artifacts of the runs; what they were stored in may be others' too
     */
    public record Purged(int experiments, int runs, int others, long files) {
        static final Purged NOTHING = new Purged(0, 0, 0, 0);

        Purged plus(Purged more) {
            return new Purged(
                    experiments + more.experiments, runs + more.runs, others + more.others, files + more.files);
        }
    }
}
