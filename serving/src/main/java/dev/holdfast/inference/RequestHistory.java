package dev.holdfast.inference;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What the request metrics were, over the last day: for people who have no Prometheus yet. Reads the meters now and then, so that requests
 * pay nothing for it; in memory, since it tells about this process.
 */
@Component
public class RequestHistory {
    /** What is kept: an hour closely, a day roughly. */
    private static final Duration FINE_STEP = Duration.ofSeconds(10);

    private static final Duration FINE_KEPT = Duration.ofHours(1);
    private static final Duration ROUGH_STEP = Duration.ofMinutes(5);
    private static final Duration ROUGH_KEPT = Duration.ofHours(24);

    private final InferenceMetrics metrics;
    private final Clock clock;
    private final Instant since;
    private final Ring fine = new Ring(FINE_STEP, FINE_KEPT);
    private final Ring rough = new Ring(ROUGH_STEP, ROUGH_KEPT);
    private Map<Series, RequestTotals> last = Map.of();

    /** Whose requests: of a release, or of a deployment that had none. */
    record Series(String deployment, @Nullable Integer release) {}

    private record Stretch(Instant at, Map<Series, RequestTotals> requests) {}

    RequestHistory(InferenceMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Scheduled(fixedRateString = "PT10S", initialDelayString = "PT10S")
    synchronized void sample() {
        Instant now = clock.instant();
        Map<Series, RequestTotals> totals = metrics.totals();
        totals.forEach((series, total) -> {
            RequestTotals added = total.since(last.getOrDefault(series, RequestTotals.NONE));
            if (added.requests() > 0) {
                fine.add(now, series, added);
                rough.add(now, series, added);
            }
        });
        last = totals;
        fine.forget(now);
        rough.forget(now);
    }

    /**
     * The requests of a deployment until now.
     *
     * @param window how far back; in stretches of ten seconds up to an hour, and of five minutes beyond
     */
    public synchronized RequestSeries of(String deployment, Duration window) {
        Ring ring = window.compareTo(FINE_KEPT) <= 0 ? fine : rough;
        Instant now = clock.instant();
        Instant from = now.minus(window);
        List<RequestWindow> items = new ArrayList<>();
        for (Stretch stretch : ring.stretches) {
            if (!stretch.at().isBefore(from)) {
                stretch.requests().forEach((series, counted) -> {
                    if (series.deployment().equals(deployment)) {
                        items.add(window(stretch.at(), series.release(), counted));
                    }
                });
            }
        }
        return new RequestSeries(
                deployment, from.isBefore(since) ? since : from, now, ring.step.toMillis(), List.copyOf(items));
    }

    private static RequestWindow window(Instant at, @Nullable Integer release, RequestTotals counted) {
        return new RequestWindow(
                at,
                release,
                counted.requests(),
                counted.rejected(),
                counted.failed(),
                counted.meanMs(),
                counted.quantileMs(0.5),
                counted.quantileMs(0.95),
                counted.quantileMs(0.99));
    }

    private static final class Ring {
        private final Duration step;
        private final Duration kept;
        private final Deque<Stretch> stretches = new ArrayDeque<>();

        Ring(Duration step, Duration kept) {
            this.step = step;
            this.kept = kept;
        }

        void add(Instant now, Series series, RequestTotals added) {
            Instant at = Instant.ofEpochMilli(now.toEpochMilli() / step.toMillis() * step.toMillis());
            Stretch newest = stretches.peekLast();
            if (newest == null || !newest.at().equals(at)) {
                newest = new Stretch(at, new HashMap<>());
                stretches.addLast(newest);
            }
            newest.requests().merge(series, added, RequestTotals::plus);
        }

        void forget(Instant now) {
            Instant oldest = now.minus(kept);
            while (!stretches.isEmpty() && stretches.getFirst().at().isBefore(oldest)) {
                stretches.removeFirst();
            }
        }
    }
}
