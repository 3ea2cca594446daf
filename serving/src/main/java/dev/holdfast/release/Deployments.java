package dev.holdfast.release;

import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.runtime.HeldModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/**
 * Deployments: named endpoints, each with an append-only history of releases.
 *
 * <p>What the database has committed is what serves: a change is committed first and the reference in memory flipped right after it;
 * a server that dies between the two loads what was committed when it starts again.
 */
@Service
public class Deployments {
    private final DeploymentRecords records;
    private final ServingTable table;
    private final Releasing releasing;
    private final Rollbacks rollbacks;
    private final RequestKeys keys;
    private final EarlierChanges earlier;
    private final ReleaseOpener opener;

    Deployments(
            DeploymentRecords records,
            ServingTable table,
            Releasing releasing,
            Rollbacks rollbacks,
            RequestKeys keys,
            EarlierChanges earlier,
            ReleaseOpener opener) {
        this.records = records;
        this.table = table;
        this.releasing = releasing;
        this.rollbacks = rollbacks;
        this.keys = keys;
        this.earlier = earlier;
        this.opener = opener;
    }

    /** Makes a deployment or replaces its settings; what it serves stays. */
    public Deployment put(String name, DeploymentSpec spec, Actor actor) {
        return put(name, spec, null, actor);
    }

    /**
     * Makes a deployment or replaces its settings; what it serves stays.
     *
     * @param expectedRevision the revision that is to be replaced, 0 for none; absent: any
     * @throws ProblemException 412 where the deployment has another revision
     */
    public Deployment put(String name, DeploymentSpec spec, @Nullable Long expectedRevision, Actor actor) {
        Names.check("name", name);
        ServedDeployment served = table.served(name);
        served.changes.lock();
        try {
            Deployment deployment = putOnce(name, spec, expectedRevision, actor);
            Snapshot known = served.known();
            if (known == null || known.revision() < deployment.revision()) {
                Release serving = known == null ? null : known.current();
                TrafficPolicy traffic = known == null ? null : known.traffic();
                if (deployment.current() == null
                        || (deployment.current().equals(serving) && Objects.equals(deployment.traffic(), traffic))) {
                    served.configure(new Snapshot(
                            name,
                            deployment.revision(),
                            deployment.monitoring(),
                            deployment.serving(),
                            deployment.current(),
                            deployment.traffic()));
                }
            }
            return deployment;
        } finally {
            served.changes.unlock();
        }
    }

    private Deployment putOnce(String name, DeploymentSpec spec, @Nullable Long expectedRevision, Actor actor) {
        try {
            return records.put(name, spec, expectedRevision, actor);
        } catch (DataIntegrityViolationException e) {
            // Made by another replica a moment ago: now it is there to be replaced.
            return records.put(name, spec, expectedRevision, actor);
        }
    }

    /**
     * Verifies, loads and warms up a model version, then lets the deployment serve it. If the load fails, nothing is recorded and
     * what served before goes on. A version that serves already is answered as it is. Commits by itself.
     *
     * @throws ProblemException 422 where there is no such model version or it can't be served
     */
    public ReleaseChange release(String deployment, ReleaseRequest request, Actor actor) {
        return release(deployment, request, null, actor);
    }

    /**
     * As {@link #release(String, ReleaseRequest, Actor)}.
     *
     * @param key if present, the same request with it within 24 hours leads to the same, and changes nothing
     * @throws ProblemException 409 where it is automatic and the deployment is pinned
     */
    public ReleaseChange release(String deployment, ReleaseRequest request, @Nullable RequestKey key, Actor actor) {
        return keys.once(
                key,
                sequence -> earlier.change(deployment, sequence),
                () -> releasing.release(deployment, request, key, actor));
    }

    /**
     * Lets an earlier release serve again. Commits by itself.
     *
     * @param toRelease the release that is to serve; absent: the one that served when the current one was made
     * @param reason why; not blank
     * @throws ProblemException 409 where there is nothing to go back to
     */
    public ReleaseChange rollback(String deployment, @Nullable Integer toRelease, String reason, Actor actor) {
        return rollback(deployment, toRelease, reason, null, actor);
    }

    /**
     * As {@link #rollback(String, Integer, String, Actor)}.
     *
     * @param key if present, the same request with it within 24 hours leads to the same, and changes nothing
     */
    public ReleaseChange rollback(
            String deployment, @Nullable Integer toRelease, String reason, @Nullable RequestKey key, Actor actor) {
        return keys.once(
                key,
                sequence -> earlier.change(deployment, sequence),
                () -> rollbacks.rollback(deployment, toRelease, reason, key, actor));
    }

    /** Keeps a deployment from automatic releases, until a person releases, promotes or lifts it. */
    public Deployment pin(String deployment, String reason, Actor actor) {
        return records.pin(deployment, reason, actor);
    }

    /** Lets a deployment take automatic releases again. */
    public Deployment unpin(String deployment, @Nullable String reason, Actor actor) {
        return records.unpin(deployment, reason, actor);
    }

    /** Every change of what served, the newest first. */
    public Page<HistoryEntry> history(String deployment, PageRequest page) {
        return records.history(deployment, page);
    }

    /** Deployments by name. */
    public Page<Deployment> deployments(PageRequest page) {
        return records.deployments(page);
    }

    public Deployment deployment(String name) {
        return records.deployment(name);
    }

    /** The releases of a deployment, the newest first. */
    public Page<Release> releases(String deployment, PageRequest page) {
        return records.releases(deployment, page);
    }

    public Release release(String deployment, int number) {
        return records.release(deployment, number);
    }

    /**
     * Opens a release for work beside the traffic, which goes on whatever serves by then. Close it when done.
     *
     * @throws ProblemException 404 where there is no such release, 503 where there is no memory for its model
     */
    public OpenRelease open(String deployment, int number) {
        return opener.open(deployment, number);
    }

    /** What the database says serves; empty before the first release, a problem where there is no such deployment. */
    public Optional<Release> current(String deployment) {
        return Optional.ofNullable(records.deployment(deployment).current());
    }

    /** The release that serves, kept in memory until it is closed; null where none does. Never asks the database. */
    public @Nullable ActiveRelease active(String deployment) {
        return table.active(deployment);
    }

    /** The deployments that this replica knows of, in the order of their names. Never asks the database. */
    public List<String> names() {
        return table.names();
    }

    /** Why {@link #active} gave null: no such deployment, no release yet, or its model could not be loaded. */
    public ProblemException whyInactive(String deployment) {
        return table.whyInactive(deployment);
    }

    /** Why the release that should serve does not serve on this replica; empty where it does. Never asks the database. */
    public Optional<String> failure(String deployment) {
        return table.find(deployment).map(ServedDeployment::failure);
    }

    /** Where the model of the release that serves is on this replica, and what it takes; empty where none serves. Never asks the database. */
    public Optional<HeldModel.Standing> memory(String deployment) {
        return table.find(deployment)
                .map(ServedDeployment::serving)
                .map(serving -> serving.model().standing());
    }

    /** The settings as this replica knows them, the defaults for a deployment it does not know. Never asks the database. */
    public MonitoringSettings monitoringOf(String deployment) {
        return table.monitoringOf(deployment);
    }

    /** Whether what served when the server started is in memory, or was found impossible to load. */
    public boolean isLoaded() {
        return table.isLoaded();
    }
}
