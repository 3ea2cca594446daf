package dev.holdfast.release;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Runs copies of answered requests on shadows, and compares. The threads that serve only put a copy into a bounded queue and wake nobody;
 * what does not fit is dropped and counted. Whoever calls {@link #work} does the work, one at a time.
 */
@Component
class Shadows implements PredictionSink {
    static final int MOST_REQUESTS = 1_000;
    static final int MOST_ROWS = 20_000;
    /** Copies after which a worker looks whether something is to be written. */
    private static final int BATCH = 100;

    private static final Duration CLEAN_EVERY = Duration.ofHours(1);

    private record Copy(PredictionRecord prediction, LoadedRelease shadow) {
        ShadowTally.Key key() {
            return keyOf(prediction, shadow);
        }
    }

    private final ServingTable table;
    private final ShadowStore store;
    private final Clock clock;
    private final ConcurrentLinkedQueue<Copy> queue = new ConcurrentLinkedQueue<>();
    private final Map<ShadowTally.Key, LongAdder> dropped = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger rows = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ShadowTally.Key, ShadowTally> tallies = new HashMap<>();
    private long cleanedAt = System.nanoTime();

    Shadows(ServingTable table, ShadowStore store, Clock clock) {
        this.table = table;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void accept(PredictionRecord prediction) {
        Routes.Shadow shadow = table.shadowOf(prediction.release());
        if (shadow == null
                || (shadow.sample() < 1 && ThreadLocalRandom.current().nextDouble() >= shadow.sample())) {
            return;
        }
        if (requests.get() >= MOST_REQUESTS || rows.get() + prediction.rows() > MOST_ROWS) {
            dropped.computeIfAbsent(keyOf(prediction, shadow.release()), key -> new LongAdder())
                    .increment();
            return;
        }
        requests.incrementAndGet();
        rows.addAndGet(prediction.rows());
        queue.add(new Copy(prediction, shadow.release()));
    }

    private static ShadowTally.Key keyOf(PredictionRecord prediction, LoadedRelease shadow) {
        return new ShadowTally.Key(
                prediction.release().deployment(),
                shadow.release().number(),
                prediction.release().number());
    }

    /** Runs some of the copies that wait. Returns how many. */
    int work() {
        lock.lock();
        try {
            int done = 0;
            for (Copy copy = queue.poll(); copy != null; copy = queue.poll()) {
                requests.decrementAndGet();
                rows.addAndGet(-copy.prediction().rows());
                run(copy);
                if (++done == BATCH) {
                    break;
                }
            }
            return done;
        } finally {
            lock.unlock();
        }
    }

    private void run(Copy copy) {
        PredictionRecord prediction = copy.prediction();
        ActiveRelease active = copy.shadow().lease(null, ServingSettings.DEFAULTS, null);
        if (active == null) {
            // The policy ended, and its model was let go of.
            dropped.computeIfAbsent(copy.key(), key -> new LongAdder()).increment();
            return;
        }
        ShadowTally tally = tallies.computeIfAbsent(copy.key(), key -> new ShadowTally(key, prediction.at()));
        long start = System.nanoTime();
        try (active) {
            var outputs = active.run(prediction.inputs());
            long nanos = System.nanoTime() - start;
            AnswerComparison comparison = AnswerComparison.of(prediction.outputs(), outputs, prediction.rows());
            tally.compared(prediction, comparison, nanos);
            for (int row = 0; row < prediction.rows(); row++) {
                tally.add(new ShadowAnswer(
                        prediction.id(),
                        row,
                        tally.key.release(),
                        tally.key.champion(),
                        comparison.agrees(row),
                        AnswerComparison.shown(prediction.outputs(), row, prediction.rows()),
                        AnswerComparison.shown(outputs, row, prediction.rows()),
                        prediction.at()));
            }
        } catch (RuntimeException e) {
            tally.failed(prediction, System.nanoTime() - start, String.valueOf(e.getMessage()));
        }
    }

    /** Writes down what has been compared; what can't be written stays for the next time. */
    void write() {
        lock.lock();
        try {
            dropped.forEach((key, count) -> {
                long sum = count.sumThenReset();
                if (sum > 0) {
                    tallies.computeIfAbsent(key, ignored -> new ShadowTally(key, clock.instant())).dropped += sum;
                }
            });
            List<ShadowTally> all = new ArrayList<>(tallies.values());
            for (ShadowTally tally : all) {
                store.add(tally);
                tallies.remove(tally.key);
            }
            if (System.nanoTime() - cleanedAt >= CLEAN_EVERY.toNanos()) {
                cleanedAt = System.nanoTime();
                store.deleteOlder(clock.instant().minus(ShadowStore.KEPT));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when every copy that this server has taken so far is compared and written down. */
    void settle() {
        while (work() > 0) {
            // Until none waits.
        }
        write();
    }

    /** What shadows of a deployment have shown. */
    ShadowReport report(Deployment deployment) {
        TrafficPolicy policy = deployment.traffic();
        return new ShadowReport(
                deployment.name(),
                policy == null ? null : policy.shadow(),
                store.comparisons(deployment.name()),
                store.differing(deployment.name()));
    }
}
