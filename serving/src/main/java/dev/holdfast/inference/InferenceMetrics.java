package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.Release;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Requests and their latency by deployment, release and outcome. Names that callers invent never become tags. */
@Component
class InferenceMetrics {
    /** What a request came to. */
    enum Outcome {
        OK,
        /** The caller's fault: wrong tensors, unknown deployment, too large. */
        REJECTED,
        /** Nothing serves, or too much waits. */
        UNAVAILABLE,
        ERROR;

        static Outcome of(ProblemException problem) {
            if (problem.type() == ProblemType.UNAVAILABLE || problem.type() == ProblemType.OVERLOADED) {
                return UNAVAILABLE;
            }
            return problem.type().status() >= 500 ? ERROR : REJECTED;
        }
    }

    private record Key(String deployment, String release, Outcome outcome) {}

    private record Meters(Counter requests, Timer latency) {}

    /** Series beyond this push out the oldest: a deployment's releases grow without end. */
    private static final int MAX_SERIES = 1_000;

    private static final String UNKNOWN = "unknown";
    private static final String NONE = "none";
    private static final Duration[] BUCKETS = List.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000)
            .stream()
            .map(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final ConcurrentHashMap<Key, Meters> meters = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, DistributionSummary> batches = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, Counter> cacheHits = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, Counter> cacheMisses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Key> order = new ConcurrentLinkedQueue<>();

    InferenceMetrics(ObjectProvider<MeterRegistry> registry) {
        this.registry = registry.getIfAvailable(SimpleMeterRegistry::new);
    }

    /** A request that a release was found for. */
    void record(Release release, Outcome outcome, long nanos) {
        record(new Key(release.deployment(), Integer.toString(release.number()), outcome), nanos);
    }

    /** A request that no release was found for; {@code deployment} is absent where there is none of that name. */
    void record(@Nullable String deployment, Outcome outcome, long nanos) {
        record(new Key(deployment == null ? UNKNOWN : deployment, NONE, outcome), nanos);
    }

    /** A run of requests that may be joined. */
    void ran(Release release, int rows) {
        Key key = new Key(release.deployment(), Integer.toString(release.number()), Outcome.OK);
        batches.computeIfAbsent(key, this::registerBatches).record(rows);
    }

    /** A request whose answer might have been known. */
    void looked(Release release, boolean known) {
        Key key = new Key(release.deployment(), Integer.toString(release.number()), Outcome.OK);
        (known ? cacheHits : cacheMisses)
                .computeIfAbsent(key, unseen -> registerCache(unseen, known ? "hit" : "miss"))
                .increment();
    }

    /** Counts an answered prediction that could not be handed on. */
    Counter sinkFailures() {
        return Counter.builder("holdfast.inference.sink.failures")
                .description("Predictions that were answered and could not be handed to monitoring")
                .register(registry);
    }

    private void record(Key key, long nanos) {
        Meters found = meters.get(key);
        if (found == null) {
            found = meters.computeIfAbsent(key, this::register);
            forgetOldest();
        }
        found.requests().increment();
        found.latency().record(nanos, TimeUnit.NANOSECONDS);
    }

    private Meters register(Key key) {
        order.add(key);
        String outcome = key.outcome().name().toLowerCase(Locale.ROOT);
        return new Meters(
                Counter.builder("holdfast.inference.requests")
                        .description("Prediction requests")
                        .tags("deployment", key.deployment(), "release", key.release(), "outcome", outcome)
                        .register(registry),
                Timer.builder("holdfast.inference.latency")
                        .description("From the request's body in memory to the answer's")
                        .tags("deployment", key.deployment(), "release", key.release(), "outcome", outcome)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }

    private DistributionSummary registerBatches(Key key) {
        return DistributionSummary.builder("holdfast.inference.batch.rows")
                .description("Rows in a run, of deployments whose requests are joined")
                .tags("deployment", key.deployment(), "release", key.release())
                .register(registry);
    }

    private Counter registerCache(Key key, String result) {
        return Counter.builder("holdfast.inference.cache.requests")
                .description("Requests whose answers were known, or not, of deployments that keep them")
                .tags("deployment", key.deployment(), "release", key.release(), "result", result)
                .register(registry);
    }

    private void forgetOldest() {
        while (meters.size() > MAX_SERIES) {
            Key oldest = order.poll();
            Meters gone = oldest == null ? null : meters.remove(oldest);
            if (gone == null) {
                return;
            }
            forget(batches.remove(oldest));
            forget(cacheHits.remove(oldest));
            forget(cacheMisses.remove(oldest));
            for (Meter meter : List.of(gone.requests(), gone.latency())) {
                registry.remove(meter);
            }
        }
    }

    private void forget(@Nullable Meter meter) {
        if (meter != null) {
            registry.remove(meter);
        }
    }
}
