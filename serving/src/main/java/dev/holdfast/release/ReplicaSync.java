package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Brings this replica's memory to what the database says: at the start, and after every change that another replica made. */
@Component
class ReplicaSync {
    private static final Logger log = LoggerFactory.getLogger(ReplicaSync.class);

    private final DeploymentRecords records;
    private final ReleaseRecords releases;
    private final History history;
    private final ServingTable table;
    private final ReleaseLoader loader;
    private final ReleaseProperties properties;
    /** Deployments whose last load failed, with the {@link System#nanoTime} of the next try. */
    private final Map<String, Long> retries = new ConcurrentHashMap<>();
    /** Deployments whose earlier releases were brought into memory once; from then on they stay there as they are replaced. */
    private final Set<String> warmed = new HashSet<>();

    ReplicaSync(
            DeploymentRecords records,
            ReleaseRecords releases,
            History history,
            ServingTable table,
            ReleaseLoader loader,
            ReleaseProperties properties) {
        this.records = records;
        this.releases = releases;
        this.history = history;
        this.table = table;
        this.loader = loader;
        this.properties = properties;
    }

    /** Loads what serves. One model that can't be loaded stops neither the others nor the start. */
    synchronized void reconcile() {
        for (Snapshot snapshot : records.snapshots()) {
            ServedDeployment served = table.served(snapshot.deployment());
            if (isBehind(served, snapshot) && isDue(snapshot)) {
                catchUp(served, snapshot);
            }
        }
        table.loaded();
    }

    /** Brings the releases that served before into memory, once, so that the first rollback after a start is as fast as any. */
    synchronized void warmEarlier() {
        for (Snapshot snapshot : records.snapshots()) {
            if (snapshot.current() != null && warmed.add(snapshot.deployment())) {
                for (int number : history.recentlyServing(snapshot.deployment(), properties.keepWarm() + 1)) {
                    warm(snapshot.deployment(), number);
                }
                releases.rehearseRollBack(snapshot.current());
            }
        }
    }

    private static boolean isBehind(ServedDeployment served, Snapshot snapshot) {
        Snapshot known = served.known();
        return known == null
                || known.revision() < snapshot.revision()
                || (known.revision() == snapshot.revision() && !served.isCurrent() && !served.isUnloaded());
    }

    private boolean isDue(Snapshot snapshot) {
        Long retryAt = retries.get(snapshot.deployment());
        ServedDeployment served = table.served(snapshot.deployment());
        Snapshot known = served.known();
        return retryAt == null
                || known == null
                || known.revision() < snapshot.revision()
                || System.nanoTime() - retryAt >= 0;
    }

    private void catchUp(ServedDeployment served, Snapshot snapshot) {
        Release wanted = snapshot.current();
        Optional<LoadedRelease> loaded = Optional.empty();
        String failure = null;
        if (wanted != null && !isInMemory(served, wanted.number())) {
            // Not under the lock: a rollback on this replica must not wait for it.
            try {
                loaded = Optional.of(loader.load(wanted));
            } catch (RuntimeException e) {
                failure = reason(e);
                log.warn(
                        "Release {} of deployment {} can't be loaded: {}",
                        wanted.number(),
                        wanted.deployment(),
                        failure,
                        e instanceof ProblemException ? null : e);
            }
        }
        served.changes.lock();
        try {
            Snapshot known = served.known();
            if (known != null && known.revision() > snapshot.revision()) {
                loaded.ifPresent(release -> release.model().close());
                return;
            }
            apply(served, snapshot, wanted, loaded, failure);
        } finally {
            served.changes.unlock();
        }
    }

    private void apply(
            ServedDeployment served,
            Snapshot snapshot,
            @Nullable Release wanted,
            Optional<LoadedRelease> loaded,
            @Nullable String failure) {
        if (wanted == null) {
            served.configure(snapshot);
            return;
        }
        Optional<LoadedRelease> inMemory = served.inMemory(wanted.number());
        if (inMemory.isPresent()) {
            loaded.ifPresent(release -> release.model().close());
        }
        Optional<LoadedRelease> next = inMemory.or(() -> loaded);
        if (next.isPresent()) {
            retries.remove(snapshot.deployment());
            served.activate(snapshot, next.get());
            log.info(
                    "Deployment {} serves release {}: model {} version {}",
                    snapshot.deployment(),
                    wanted.number(),
                    wanted.model(),
                    wanted.modelVersion());
        } else if (failure != null) {
            retries.put(
                    snapshot.deployment(),
                    System.nanoTime() + properties.retryInterval().toNanos());
            served.fail(snapshot, failure);
        }
    }

    private void warm(String deployment, int number) {
        ServedDeployment served = table.served(deployment);
        if (isInMemory(served, number)) {
            return;
        }
        LoadedRelease loaded;
        try {
            loaded = loader.load(records.release(deployment, number));
        } catch (RuntimeException e) {
            log.warn("Release {} of deployment {} can't be kept warm: {}", number, deployment, reason(e));
            return;
        }
        served.changes.lock();
        try {
            if (served.inMemory(number).isPresent()) {
                loaded.model().close();
            } else {
                served.warm(loaded);
            }
        } finally {
            served.changes.unlock();
        }
    }

    private static boolean isInMemory(ServedDeployment served, int number) {
        served.changes.lock();
        try {
            return served.inMemory(number).isPresent();
        } finally {
            served.changes.unlock();
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof ProblemException problem ? problem.detail() : "its model could not be read from the store.";
    }
}
