package dev.holdfast.release;

import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.HeldModel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Loads a model version, commits its release and flips to it. */
@Component
class Releasing {
    private final DeploymentRecords records;
    private final ReleaseRecords releases;
    private final History history;
    private final ServingTable table;
    private final ReleaseLoader loader;
    private final RequestKeys keys;

    Releasing(
            DeploymentRecords records,
            ReleaseRecords releases,
            History history,
            ServingTable table,
            ReleaseLoader loader,
            RequestKeys keys) {
        this.records = records;
        this.releases = releases;
        this.history = history;
        this.table = table;
        this.loader = loader;
        this.keys = keys;
    }

    /** As {@link Deployments#release(String, ReleaseRequest, RequestKey, Actor)}. */
    ReleaseChange release(String deployment, ReleaseRequest request, @Nullable RequestKey key, Actor actor) {
        Deployment found = records.deployment(deployment);
        ReleaseRecords.checkPin(deployment, found.pin(), request);
        Optional<Release> current = Optional.ofNullable(found.current());
        ModelVersion version = loader.find("version", request.model(), request.version());
        if (current.isPresent()
                && isSame(current.get(), version, request)
                && table.served(deployment).isCurrent()) {
            HistoryEntry last = history.last(deployment);
            keys.remember(key, Long.toString(last.sequence()));
            return new ReleaseChange(current.get(), current.get(), last, true, 0, 0);
        }
        long start = System.nanoTime();
        HeldModel model = loader.load(version, request.device());
        long loaded = System.nanoTime();
        boolean serving = false;
        ServedDeployment served = table.served(deployment);
        served.changes.lock();
        try {
            Recorded recorded = releases.release(deployment, version, request, key, actor);
            served.activate(recorded.after(), new LoadedRelease(recorded.to(), version, model));
            serving = true;
            ReleaseChange change = recorded.change(false, millis(start, loaded), millis(loaded, System.nanoTime()));
            if (recorded.from() != null) {
                releases.rehearseRollBack(recorded.to());
            }
            return change;
        } finally {
            served.changes.unlock();
            if (!serving) {
                model.close();
            }
        }
    }

    private static boolean isSame(Release release, ModelVersion version, ReleaseRequest request) {
        return release.model().equals(version.model())
                && release.modelVersion() == version.version()
                && release.modelDigest().equals(version.digest())
                && release.device().equals(request.device().toString());
    }

    private static double millis(long from, long to) {
        return (to - from) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
