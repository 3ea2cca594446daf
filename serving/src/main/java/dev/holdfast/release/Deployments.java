package dev.holdfast.release;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Deployments: named endpoints, each with an append-only history of releases. */
@Service
public class Deployments {
    /** Makes a deployment or replaces its settings; what it serves stays. */
    public Deployment put(String name, DeploymentSpec spec, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /**
     * Verifies, loads and warms up a model version, then lets the deployment serve it. If the load fails, nothing is recorded and
     * what served before goes on. A version that serves already is answered as it is. Commits by itself.
     */
    public ReleaseChange release(String deployment, ReleaseRequest request, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /**
     * Lets an earlier release serve again. Commits by itself.
     *
     * @param toRelease the release that is to serve; absent: the one that served before the current one was made
     * @param reason why; not blank
     */
    public ReleaseChange rollback(String deployment, @Nullable Integer toRelease, String reason, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** Every change of what served, the newest first. */
    public Page<HistoryEntry> history(String deployment, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** Deployments by name. */
    public Page<Deployment> deployments(PageRequest page) {
        throw new UnsupportedOperationException();
    }

    public Deployment deployment(String name) {
        throw new UnsupportedOperationException();
    }

    /** The releases of a deployment, the newest first. */
    public Page<Release> releases(String deployment, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    public Release release(String deployment, int number) {
        throw new UnsupportedOperationException();
    }

    /** What the database says serves; empty before the first release, a problem where there is no such deployment. */
    public Optional<Release> current(String deployment) {
        throw new UnsupportedOperationException();
    }

    /** The release that serves, kept in memory until it is closed; null where none does. Never asks the database. */
    public @Nullable ActiveRelease active(String deployment) {
        throw new UnsupportedOperationException();
    }

    /** Why {@link #active} gave null: no such deployment, no release yet, or its model could not be loaded. */
    public ProblemException whyInactive(String deployment) {
        throw new UnsupportedOperationException();
    }

    /** The settings as this replica knows them, the defaults for a deployment it does not know. Never asks the database. */
    public MonitoringSettings monitoringOf(String deployment) {
        throw new UnsupportedOperationException();
    }
}
