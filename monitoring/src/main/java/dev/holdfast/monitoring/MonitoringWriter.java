package dev.holdfast.monitoring;

import dev.holdfast.kernel.Ids;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.Release;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.stereotype.Component;

/** Writes what was counted: the log, windows and their verdicts, references. Whoever calls does the work, one at a time. */
@Component
class MonitoringWriter {
    private static final Logger log = LoggerFactory.getLogger(MonitoringWriter.class);
    private static final int BATCH = 5_000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /** A replica that was silent for so long is gone; so is this one's claim to know better until it has been heard for as long. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration CLEAN_EVERY = Duration.ofHours(1);

    private final UUID replica = Ids.next();
    private final Outbox outbox;
    private final TrafficCounter counter;
    private final PredictionLog predictions;
    private final FailureLog failures;
    private final WindowStore windows;
    private final ReferenceStore references;
    private final LabelIntake labels;
    private final Deployments deployments;
    private final MonitoringMetrics metrics;
    private final MonitoringProperties properties;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long keptAt;
    private long heartbeatAt;
    private long heardSince;
    private long cleanedAt;

    MonitoringWriter(
            Outbox outbox,
            TrafficCounter counter,
            PredictionLog predictions,
            FailureLog failures,
            WindowStore windows,
            ReferenceStore references,
            LabelIntake labels,
            Deployments deployments,
            MonitoringMetrics metrics,
            MonitoringProperties properties,
            Clock clock) {
        this.outbox = outbox;
        this.counter = counter;
        this.predictions = predictions;
        this.failures = failures;
        this.windows = windows;
        this.references = references;
        this.labels = labels;
        this.deployments = deployments;
        this.metrics = metrics;
        this.properties = properties;
        this.clock = clock;
        long never = System.nanoTime() - Duration.ofDays(1).toNanos();
        keptAt = never;
        heartbeatAt = never;
        cleanedAt = never;
        heardSince = System.nanoTime();
    }

    /** Writes all that waits and, where their time has come, open windows, the heartbeat and the end of old data. */
    void write() {
        lock.lock();
        try {
            heartbeat();
            writeWaiting();
            if (isDue(keptAt, properties.keepOpenWindows())) {
                keep();
            }
            labels.applyEarly();
            clean();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #write}, with the open windows in any case. */
    void writeAll() {
        lock.lock();
        try {
            heartbeat();
            writeWaiting();
            keep();
            labels.applyEarly();
        } finally {
            lock.unlock();
        }
    }

    private void writeWaiting() {
        for (Outbox.Learnt learnt : outbox.learnt()) {
            references.storeFirstRows(learnt.release().model(), learnt.release().modelVersion(), learnt.reference());
            outbox.written(learnt);
        }
        for (List<LoggedRow> rows = outbox.rows(BATCH); !rows.isEmpty(); rows = outbox.rows(BATCH)) {
            writeRows(rows);
            outbox.written(rows);
        }
        failures.write();
        for (ClosedWindow closed : outbox.windows()) {
            close(closed, replica);
            outbox.written(closed);
        }
    }

    private void writeRows(List<LoggedRow> rows) {
        try {
            predictions.write(rows);
            rows.forEach(row -> series(row.release()).logged.increment());
        } catch (NonTransientDataAccessResourceException e) {
            throw e; // the database is away: they wait
        } catch (NonTransientDataAccessException e) {
            log.error("{} predictions can't be logged and are left out", rows.size(), e);
            rows.forEach(row -> series(row.release()).logDropped.increment());
        }
    }

    private void close(ClosedWindow closed, UUID owner) {
        WindowVerdict verdict = WindowVerdict.of(closed, DriftRules.DEFAULT);
        windows.close(closed, verdict, owner, DriftRules.DEFAULT);
        MonitoringMetrics.Series series = series(closed.window().release());
        series.windows.increment();
        if (verdict.judged()) {
            int compared = verdict.features().size();
            series.set(
                    "holdfast.drift.features.drifted.ratio",
                    "Share of the features that drifted in the last window",
                    compared == 0 ? 0 : verdict.featuresDrifted() / (double) compared);
            Double worst = verdict.worstPsi();
            if (worst != null) {
                series.set("holdfast.drift.psi.worst", "Largest PSI of a feature in the last window", worst);
            }
        }
        series.set(
                "holdfast.monitoring.window.lag.seconds",
                "From the newest row of the last closed window until it was judged",
                Duration.between(closed.window().lastAt(), clock.instant()).toMillis() / 1_000.0);
    }

    private MonitoringMetrics.Series series(Release release) {
        return metrics.of(release.deployment(), release.number());
    }

    private void keep() {
        List<TrafficWindow> changed = counter.changedWindows();
        if (!changed.isEmpty()) {
            windows.keep(changed, replica);
        }
        keptAt = System.nanoTime();
    }

    private static boolean isDue(long last, Duration interval) {
        return System.nanoTime() - last >= interval.toNanos();
    }

    private void heartbeat() {
        if (!isDue(heartbeatAt, HEARTBEAT)) {
            return;
        }
        if (isDue(heartbeatAt, SILENCE)) {
            heardSince = System.nanoTime(); // nobody has heard of this one for long: nor has it heard of others
        }
        windows.heartbeat(replica);
        heartbeatAt = System.nanoTime();
        if (isDue(heardSince, SILENCE)) {
            closeOrphans();
        }
    }

    /** Closes and judges what replicas that are gone have left open. */
    void closeOrphans() {
        for (WindowStore.Orphan orphan : windows.orphans(SILENCE)) {
            Release release = orphan.release();
            ModelReference reference = references.load(release.model(), release.modelVersion());
            List<String> ignored =
                    deployments.monitoringOf(release.deployment()).ignoreFeatures();
            close(orphan.closed(reference, ignored, clock.instant()), orphan.replica());
        }
    }

    private void clean() {
        if (!isDue(cleanedAt, CLEAN_EVERY)) {
            return;
        }
        cleanedAt = System.nanoTime();
        cleanNow();
    }

    /** Ends windows that are older than the retention. */
    void cleanNow() {
        Instant oldest = clock.instant().minus(properties.retention());
        int old = windows.deleteOlder(oldest);
        if (old > 0) {
            log.info("Ended {} windows that were older than {}", old, properties.retention());
        }
    }

    /** The last words of this replica. */
    void stop() {
        writeAll();
        windows.forget(replica);
    }
}
