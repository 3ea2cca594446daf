package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.Release;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    /** Between these, latencies are told apart. */
    static final double[] BOUNDS_MS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1_000, 5_000};

    private static final Duration[] BUCKETS = Arrays.stream(BOUNDS_MS)
            .mapToObj(ms -> Duration.ofNanos(Math.round(ms * 1_000_000)))
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

    /** All requests until now, by release. */
    Map<RequestHistory.Series, RequestTotals> totals() {
        Map<RequestHistory.Series, RequestTotals> totals = new HashMap<>();
        meters.forEach((key, meter) -> totals.merge(
                new RequestHistory.Series(
                        key.deployment(), key.release().equals(NONE) ? null : Integer.valueOf(key.release())),
                totals(key.outcome(), meter),
                RequestTotals::plus));
        return totals;
    }

    private static RequestTotals totals(Outcome outcome, Meters meter) {
        long requests = Math.round(meter.requests().count());
        return switch (outcome) {
            case OK ->
                new RequestTotals(
                        requests,
                        0,
                        0,
                        meter.latency().totalTime(TimeUnit.MILLISECONDS),
                        buckets(meter.latency(), requests));
            case REJECTED -> RequestTotals.unanswered(requests, 0);
            case UNAVAILABLE, ERROR -> RequestTotals.unanswered(0, requests);
        };
    }

    /** The meter counts up to each bound; here each bucket has its own, and the last one the rest. */
    private static long[] buckets(Timer latency, long requests) {
        CountAtBucket[] upTo = latency.takeSnapshot().histogramCounts();
        long[] buckets = new long[BOUNDS_MS.length + 1];
        long before = 0;
        for (int i = 0; i < BOUNDS_MS.length && i < upTo.length; i++) {
            long count = Math.round(upTo[i].count());
            buckets[i] = Math.max(0, count - before);
            before = count;
        }
        buckets[BOUNDS_MS.length] = Math.max(0, requests - before);
        return buckets;
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
