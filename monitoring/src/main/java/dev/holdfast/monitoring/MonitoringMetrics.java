package dev.holdfast.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Figures for Prometheus, by deployment and release. Never one for each feature: those are in the database.
 *
 * <p>Only the newest releases of a deployment keep their series, so that a pipeline that releases every hour does not fill the registry.
 */
@Component
class MonitoringMetrics {
    private static final int RELEASES_KEPT = 3;

    private final MeterRegistry registry;
    private final Map<Key, Series> series = new ConcurrentHashMap<>();
    private final LinkedHashMap<Key, Boolean> order = new LinkedHashMap<>();

    MonitoringMetrics(ObjectProvider<MeterRegistry> registry) {
        // Only the server has one; a module by itself counts for nobody.
        this.registry = registry.getIfAvailable(SimpleMeterRegistry::new);
    }

    private record Key(String deployment, int release) {}

    /** The figures of a release. */
    static final class Series {
        private final List<Meter> meters = new ArrayList<>();
        private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();
        private final Map<String, AtomicLong> values = new ConcurrentHashMap<>();
        private final MeterRegistry registry;
        private final Tags tags;
        final Counter dropped;
        final Counter logged;
        final Counter sampledOut;
        final Counter limited;
        final Counter logDropped;
        final Counter windows;
        final Counter windowsLost;
        final Counter events;

        Series(MeterRegistry registry, Tags tags) {
            this.registry = registry;
            this.tags = tags;
            dropped = counter(
                    "holdfast.predictions.dropped", "Predicted rows that monitoring did not take: its buffer was full");
            logged = counter("holdfast.predictions.logged", "Predicted rows that were written to the prediction log");
            sampledOut = unlogged("sampled");
            limited = unlogged("limited");
            logDropped = unlogged("buffer_full");
            windows = counter("holdfast.monitoring.windows.closed", "Windows of traffic that were closed");
            windowsLost = counter(
                    "holdfast.monitoring.windows.lost",
                    "Closed windows that could not be kept until the database came back");
            events = counter("holdfast.drift.events", "Drift events raised by this server");
        }

        private Counter unlogged(String reason) {
            Counter counter = Counter.builder("holdfast.predictions.unlogged")
                    .description("Predicted rows that were counted and not logged")
                    .tags(tags.and("reason", reason))
                    .register(registry);
            meters.add(counter);
            return counter;
        }

        private Counter counter(String name, String description) {
            Counter counter =
                    Counter.builder(name).description(description).tags(tags).register(registry);
            meters.add(counter);
            return counter;
        }

        /** Sets a gauge, which appears with its first value. */
        void set(String name, String description, double value) {
            AtomicLong bits = values.computeIfAbsent(name, ignored -> new AtomicLong());
            bits.set(Double.doubleToRawLongBits(value));
            gauge(name, description, () -> Double.longBitsToDouble(bits.get()));
        }

        /** A gauge that is asked when it is read. */
        void gauge(String name, String description, Supplier<Number> value) {
            gauges.computeIfAbsent(
                    name,
                    ignored -> Gauge.builder(name, value)
                            .description(description)
                            .tags(tags)
                            .strongReference(true)
                            .register(registry));
        }

        private void remove() {
            meters.forEach(registry::remove);
            gauges.values().forEach(registry::remove);
        }
    }

    Series of(String deployment, int release) {
        Key key = new Key(deployment, release);
        Series found = series.get(key);
        return found != null ? found : add(key);
    }

    private synchronized Series add(Key key) {
        Series added = series.computeIfAbsent(
                key,
                ignored -> new Series(
                        registry, Tags.of("deployment", key.deployment(), "release", Integer.toString(key.release()))));
        order.putLast(key, true);
        List<Key> ofDeployment = order.keySet().stream()
                .filter(other -> other.deployment().equals(key.deployment()))
                .toList();
        for (Key old : ofDeployment.subList(0, Math.max(0, ofDeployment.size() - RELEASES_KEPT))) {
            order.remove(old);
            Series gone = series.remove(old);
            if (gone != null) {
                gone.remove();
            }
        }
        return added;
    }

    /** A figure of the whole server. */
    void server(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    Counter server(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
