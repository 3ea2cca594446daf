package dev.holdfast.release;

import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets an earlier release serve again: from memory where it is warm, in one transaction, on a thread of its own. */
@Component
class Rollbacks {
    private static final int ATTEMPTS = 5;

    private final DeploymentRecords records;
    private final ReleaseRecords releases;
    private final ServingTable table;
    private final ReleaseLoader loader;

    Rollbacks(DeploymentRecords records, ReleaseRecords releases, ServingTable table, ReleaseLoader loader) {
        this.records = records;
        this.releases = releases;
        this.table = table;
        this.loader = loader;
    }

    /** As {@link Deployments#rollback}. */
    ReleaseChange rollback(
            String deployment, @Nullable Integer toRelease, String reason, @Nullable RequestKey key, Actor actor) {
        if (reason.isBlank()) {
            throw ProblemException.invalid(
                    "reason", reason, "is empty; say why, for those who read the history later.");
        }
        long start = System.nanoTime();
        return onOwnThread(() -> rollbackNow(deployment, toRelease, reason, key, actor, start));
    }

    private ReleaseChange rollbackNow(
            String deployment,
            @Nullable Integer toRelease,
            String reason,
            @Nullable RequestKey key,
            Actor actor,
            long start) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RollbackPlan plan = releases.rollbackPlan(deployment, toRelease)
                    .orElseThrow(() -> whyNoRollback(deployment, toRelease));
            Optional<ReleaseChange> change = flip(plan, ReleaseAction.ROLLED_BACK, reason, key, actor, start);
            if (change.isPresent()) {
                return change.get();
            }
        }
        throw ProblemException.conflict(
                "Deployment \"" + deployment + "\" keeps being changed by others; look at its history and try again.");
    }

    /**
     * Works on a platform thread, which the operating system gives its share of a processor at once. A virtual thread
     * would wait behind all predictions that are ready to run each time the database has answered: a rollback is called
     * when there is too much of everything.
     */
    private static <T> T onOwnThread(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofPlatform().name("rollback").daemon().start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while rolling back; the history says whether it was done", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Lets another release serve; empty where something else serves by now than the plan says. */
    Optional<ReleaseChange> flip(
            RollbackPlan plan,
            ReleaseAction action,
            @Nullable String reason,
            @Nullable RequestKey key,
            Actor actor,
            long start) {
        Release to = plan.to();
        ServedDeployment served = table.served(to.deployment());
        served.changes.lock();
        try {
            Optional<LoadedRelease> held = served.inMemory(to.number());
            boolean warm = held.isPresent() && held.get().model().isLoaded();
            long beforeLoad = System.nanoTime();
            LoadedRelease target = held.orElseGet(() -> loader.load(to));
            target.model().load();
            double loadMs = warm ? 0 : millis(beforeLoad, System.nanoTime());
            boolean serving = false;
            try {
                Optional<Recorded> recorded = releases.move(plan, action, reason, key, actor);
                if (recorded.isPresent()) {
                    served.activate(recorded.get().after(), target);
                    serving = true;
                }
                return recorded.map(done -> done.change(warm, loadMs, millis(start, System.nanoTime()) - loadMs));
            } finally {
                if (!serving && held.isEmpty()) {
                    target.model().close();
                }
            }
        } finally {
            served.changes.unlock();
        }
    }

    private ProblemException whyNoRollback(String deployment, @Nullable Integer toRelease) {
        Optional<Release> from =
                Optional.ofNullable(records.deployment(deployment).current());
        if (from.isEmpty()) {
            return ProblemException.conflict(
                    "Deployment \"" + deployment + "\" has no release, so there is nothing to roll back.");
        }
        int serving = from.get().number();
        if (toRelease == null) {
            return ProblemException.conflict("Release " + serving + " is the first of deployment \"" + deployment
                    + "\", so there is none to go back to.");
        }
        if (toRelease == serving) {
            return ProblemException.conflict(
                    "Release " + toRelease + " of deployment \"" + deployment + "\" serves already.");
        }
        return ProblemException.invalid(
                "to_release",
                toRelease,
                "is not a release of this deployment; GET /api/v1/deployments/" + deployment + "/releases lists them.");
    }

    private static double millis(long from, long to) {
        return (to - from) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
