package dev.holdfast.monitoring;

import dev.holdfast.release.Deployments;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.Release;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes predictions from the intake, counts them into windows and puts them into the log's buffer. Whoever calls does the work, one at a time. */
@Component
class TrafficCounter {
    private static final Logger log = LoggerFactory.getLogger(TrafficCounter.class);
    /** A stream without traffic for so long after its window was closed is forgotten. */
    private static final Duration FORGET_AFTER = Duration.ofHours(1);

    private final PredictionIntake intake;
    private final ReferenceStore references;
    private final ModelFacts facts;
    private final Deployments deployments;
    private final Outbox outbox;
    private final MonitoringMetrics metrics;
    private final LogSampling sampling;
    private final PersonalHash hash;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final FeatureJson json = new FeatureJson();
    private final Map<Key, Watched> streams = new HashMap<>();
    private final Receiver receiver = new Receiver();
    private @Nullable PredictionRecord pending;

    TrafficCounter(
            PredictionIntake intake,
            ReferenceStore references,
            ModelFacts facts,
            Deployments deployments,
            Outbox outbox,
            MonitoringMetrics metrics,
            PersonalHash hash,
            Clock clock) {
        this.intake = intake;
        this.references = references;
        this.facts = facts;
        this.deployments = deployments;
        this.outbox = outbox;
        this.metrics = metrics;
        this.hash = hash;
        this.clock = clock;
        sampling = new LogSampling(metrics);
    }

    private record Key(String deployment, int release) {}

    private static final class Watched {
        private final TrafficStream stream;
        private Instant lastAt = Instant.MIN;

        Watched(TrafficStream stream) {
            this.stream = stream;
        }
    }

    private final class Receiver implements TrafficStream.Listener {
        @Override
        public void closed(ClosedWindow window) {
            outbox.add(window);
        }

        @Override
        public void learnt(Release release, ModelReference firstRows) {
            outbox.add(new Outbox.Learnt(release, firstRows));
        }
    }

    /** Counts all that waits and closes windows that are too old. Returns the number of requests counted. */
    int count() {
        lock.lock();
        try {
            int counted = 0;
            for (PredictionRecord next = next(); next != null; next = next()) {
                count(next);
                pending = null;
                counted++;
            }
            closeDue();
            return counted;
        } finally {
            lock.unlock();
        }
    }

    /** The prediction that could not be counted the last time (its reference could not be read) goes first. */
    private @Nullable PredictionRecord next() {
        if (pending == null) {
            pending = intake.poll();
        }
        return pending;
    }

    private void count(PredictionRecord prediction) {
        Release release = prediction.release();
        MonitoringSettings settings = deployments.monitoringOf(release.deployment());
        if (!settings.log().hash().isEmpty()) {
            hash.prepare(); // while nothing is counted yet: it may need the database
        }
        Watched watched = streams.get(new Key(release.deployment(), release.number()));
        if (watched == null) {
            watched = watch(release);
        }
        watched.lastAt = prediction.at();
        TrafficStream stream = watched.stream;
        try {
            OutputReader outputs = stream.outputs(prediction);
            stream.count(prediction, outputs, settings, receiver);
            log(prediction, outputs, stream, settings);
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            // Outputs of a shape that nothing here knows: such a model can be served and not watched.
            log.warn("A prediction of {} could not be counted: {}", release, e.toString());
            metrics.of(release.deployment(), release.number()).dropped.increment(prediction.rows());
        }
    }

    private Watched watch(Release release) {
        TrafficStream stream = new TrafficStream(
                release,
                facts.of(release.model(), release.modelVersion()),
                references.load(release.model(), release.modelVersion()));
        Watched watched = new Watched(stream);
        streams.put(new Key(release.deployment(), release.number()), watched);
        metrics.of(release.deployment(), release.number());
        return watched;
    }

    private void log(
            PredictionRecord prediction, OutputReader outputs, TrafficStream stream, MonitoringSettings settings) {
        int rows = sampling.rowsToLog(prediction, settings);
        for (int row = 0; row < rows; row++) {
            double number = outputs.number(row);
            outbox.add(new LoggedRow(
                    prediction.id(),
                    row,
                    prediction.at(),
                    prediction.release(),
                    prediction.arm(),
                    outputs.predictedClass(row),
                    Double.isNaN(number) ? null : number,
                    json.write(stream.columns(), prediction.inputs(), row, stream.personal(), hash)));
        }
    }

    private void closeDue() {
        Instant now = clock.instant();
        streams.values().removeIf(watched -> {
            TrafficStream stream = watched.stream;
            stream.closeIfDue(now, deployments.monitoringOf(stream.release().deployment()), receiver);
            return stream.openedAt() == null
                    && watched.lastAt.plus(FORGET_AFTER).isBefore(now);
        });
    }

    /** Another release serves: what the others have counted is closed. */
    void activated(String deployment, int release) {
        lock.lock();
        try {
            streams.values().stream()
                    .map(watched -> watched.stream)
                    .filter(stream -> stream.release().deployment().equals(deployment)
                            && stream.release().number() != release)
                    .forEach(stream -> stream.close(ClosedWindow.Cause.RELEASE, clock.instant(), receiver));
        } finally {
            lock.unlock();
        }
    }

    /** Closes all windows: the server stops. */
    void closeAll() {
        lock.lock();
        try {
            streams.values()
                    .forEach(watched -> watched.stream.close(ClosedWindow.Cause.SHUTDOWN, clock.instant(), receiver));
        } finally {
            lock.unlock();
        }
    }

    /** Copies of the open windows that have counted something since the last call. */
    List<TrafficWindow> changedWindows() {
        lock.lock();
        try {
            List<TrafficWindow> changed = new ArrayList<>();
            for (Watched watched : streams.values()) {
                TrafficWindow snapshot = watched.stream.snapshot();
                if (snapshot != null) {
                    changed.add(snapshot);
                }
            }
            return changed;
        } finally {
            lock.unlock();
        }
    }
}
