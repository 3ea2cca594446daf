package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.runtime.Keeping;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        List<Snapshot> snapshots = records.snapshots().stream()
                .sorted(Comparator.comparing(snapshot -> !snapshot.serving().keepWarm()))
                .toList();
        for (Snapshot snapshot : snapshots) {
            ServedDeployment served = table.served(snapshot.deployment());
            if (isBehind(served, snapshot) && isDue(snapshot)) {
                catchUp(served, snapshot);
            }
            if (snapshot.serving().keepWarm()) {
                keepWarm(served);
            }
        }
        table.loaded();
    }

    /** Brings back what was unloaded before the deployment's settings said that it stays. */
    private static void keepWarm(ServedDeployment served) {
        LoadedRelease serving = served.serving();
        if (serving == null || serving.model().isLoaded()) {
            return;
        }
        try {
            serving.model().load();
        } catch (RuntimeException e) {
            log.debug(
                    "Deployment {} should be kept warm and is not",
                    serving.release().deployment(),
                    e);
        }
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
        Map<Integer, LoadedRelease> loaded = new HashMap<>();
        String failure = null;
        // Not under the lock: a rollback on this replica must not wait for it.
        for (int number : snapshot.releases()) {
            try {
                if (!served.holds(number)) {
                    loaded.put(
                            number,
                            loader.load(
                                    records.release(snapshot.deployment(), number),
                                    snapshot.serving().keepWarm() ? Keeping.NOW : Keeping.ON_DEMAND));
                }
            } catch (RuntimeException e) {
                failure = reason(e);
                log.warn(
                        "Release {} of deployment {} can't be loaded: {}",
                        number,
                        snapshot.deployment(),
                        failure,
                        e instanceof ProblemException ? null : e);
            }
        }
        served.changes.lock();
        try {
            Snapshot known = served.known();
            if (known == null || known.revision() <= snapshot.revision()) {
                apply(served, snapshot, loaded, failure);
            }
            // Those that nobody took: they were there already, or are not wanted any more.
            loaded.values().stream()
                    .filter(release -> !served.inMemory(release.release().number())
                            .filter(release::equals)
                            .isPresent())
                    .forEach(release -> release.model().close());
        } finally {
            served.changes.unlock();
        }
    }

    private void apply(
            ServedDeployment served, Snapshot snapshot, Map<Integer, LoadedRelease> loaded, @Nullable String failure) {
        Release wanted = snapshot.current();
        if (wanted == null) {
            served.configure(snapshot);
            return;
        }
        if (failure == null) {
            retries.remove(snapshot.deployment());
        } else {
            retries.put(
                    snapshot.deployment(),
                    System.nanoTime() + properties.retryInterval().toNanos());
        }
        Map<Integer, LoadedRelease> there = new HashMap<>(loaded);
        for (int number : snapshot.releases()) {
            served.inMemory(number).ifPresent(release -> there.put(number, release));
        }
        LoadedRelease champion = there.remove(wanted.number());
        if (champion == null) {
            if (failure != null) {
                served.fail(snapshot, failure);
            }
            return;
        }
        TrafficPolicy traffic = snapshot.traffic();
        if (traffic == null) {
            served.activate(snapshot, champion);
        } else if (there.keySet().containsAll(traffic.releases(wanted.number()))) {
            served.activate(snapshot, champion, new Routes(traffic, champion, there));
        } else {
            served.activateAlone(
                    snapshot,
                    champion,
                    "Release " + wanted.number() + " answers alone, as others of its traffic policy are not in memory: "
                            + (failure == null ? "they are loaded next." : failure));
        }
        log.info(
                "Deployment {} serves release {}: model {} version {}",
                snapshot.deployment(),
                wanted.number(),
                wanted.model(),
                wanted.modelVersion());
    }

    private void warm(String deployment, int number) {
        ServedDeployment served = table.served(deployment);
        if (served.holds(number)) {
            return;
        }
        LoadedRelease loaded;
        try {
            loaded = loader.load(records.release(deployment, number), Keeping.WARM);
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

    private static String reason(RuntimeException e) {
        return e instanceof ProblemException problem ? problem.detail() : "its model could not be read from the store.";
    }
}
