package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Counts requests for predictions that ended before it was known which deployment they ask: not authorised, too large, not readable, cut off. Nothing
 * else is kept of them, since anybody can send any number.
 */
@Component
public class RefusedPredictions {
    /** Where they came. */
    public enum Port {
        MAIN,
        PREDICTIONS
    }

    private record Key(Port port, String reason) {}

    private static final String HUNG_UP = "hung-up";

    private final MeterRegistry registry;
    private final ConcurrentHashMap<Key, Counter> counters = new ConcurrentHashMap<>();

    RefusedPredictions(ObjectProvider<MeterRegistry> registry) {
        this.registry = registry.getIfAvailable(SimpleMeterRegistry::new);
    }

    /** A request was refused. */
    public void refused(Port port, ProblemType why) {
        count(new Key(port, why.slug()));
    }

    /** A request failed: refused where the failure is a problem, the server's fault otherwise. */
    public void refused(Port port, RuntimeException failure) {
        refused(port, failure instanceof ProblemException problem ? problem.type() : ProblemType.INTERNAL);
    }

    /** A caller hung up before all of his request was there. */
    public void hungUp(Port port) {
        count(new Key(port, HUNG_UP));
    }

    private void count(Key key) {
        counters.computeIfAbsent(key, this::register).increment();
    }

    private Counter register(Key key) {
        return Counter.builder("holdfast.inference.refused")
                .description("Requests for predictions that ended before it was known which deployment they ask")
                .tags("port", key.port().name().toLowerCase(Locale.ROOT), "reason", key.reason())
                .register(registry);
    }
}
