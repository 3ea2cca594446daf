package dev.holdfast.monitoring;

import dev.holdfast.release.Deployments;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.PredictionSink;
import dev.holdfast.release.Release;
import dev.holdfast.release.UnansweredPrediction;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes predictions from the threads that serve: a queue that never blocks and wakes nobody. The counting thread looks at it every few
 * milliseconds, which costs the serving threads nothing. When too many rows wait, new ones are dropped and counted.
 */
@Component
class PredictionIntake implements PredictionSink {
    static final int MOST_ROWS = 200_000;
    static final int MOST_REQUESTS = 50_000;

    private final ConcurrentLinkedQueue<PredictionRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rows = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Deployments deployments;
    private final MonitoringMetrics metrics;
    private final FailureLog failures;

    PredictionIntake(Deployments deployments, MonitoringMetrics metrics, FailureLog failures) {
        this.deployments = deployments;
        this.metrics = metrics;
        this.failures = failures;
        metrics.server("holdfast.monitoring.queue.rows", "Predicted rows that wait to be counted", rows::get);
    }

    @Override
    public void accept(PredictionRecord prediction) {
        Release release = prediction.release();
        if (!deployments.monitoringOf(release.deployment()).enabled()) {
            return;
        }
        if (requests.get() >= MOST_REQUESTS || rows.get() + prediction.rows() > MOST_ROWS) {
            metrics.of(release.deployment(), release.number()).dropped.increment(prediction.rows());
            return;
        }
        requests.incrementAndGet();
        rows.addAndGet(prediction.rows());
        queue.add(prediction);
    }

    @Override
    public void unanswered(UnansweredPrediction prediction) {
        MonitoringSettings settings = deployments.monitoringOf(prediction.deployment());
        if (settings.enabled() && settings.log().failures()) {
            failures.take(prediction);
        }
    }

    /** The oldest prediction; null where none waits. Called by one thread at a time. */
    @Nullable
    PredictionRecord poll() {
        PredictionRecord prediction = queue.poll();
        if (prediction != null) {
            requests.decrementAndGet();
            rows.addAndGet(-prediction.rows());
        }
        return prediction;
    }

    int waiting() {
        return requests.get();
    }
}
