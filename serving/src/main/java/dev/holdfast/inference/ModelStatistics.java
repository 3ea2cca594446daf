package dev.holdfast.inference;

import dev.holdfast.release.Release;
import dev.holdfast.runtime.Ran;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What each model version of each deployment has done since this server started, as the protocol's statistics tell it. */
@Component
class ModelStatistics {
    /** Beyond this many different ones, sizes of runs are no longer told apart. */
    private static final int MAX_SIZES = 64;

    private record Key(String deployment, int modelVersion) {}

    private final ConcurrentHashMap<Key, Counts> counts = new ConcurrentHashMap<>();

    Counts of(Release release) {
        Key key = new Key(release.deployment(), release.modelVersion());
        Counts found = counts.get(key);
        return found == null ? counts.computeIfAbsent(key, unseen -> new Counts()) : found;
    }

    /** A number of times and the nanoseconds that they took together. */
    static final class Total {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        private void add(long took) {
            count.increment();
            nanos.add(took);
        }

        long count() {
            return count.sum();
        }

        long nanos() {
            return nanos.sum();
        }
    }

    /** Reading, running and writing. */
    static final class Parts {
        final Total read = new Total();
        final Total run = new Total();
        final Total write = new Total();

        private void add(long readNanos, long runNanos, long writeNanos) {
            read.add(readNanos);
            run.add(runNanos);
            write.add(writeNanos);
        }
    }

    /** The figures of one model version. */
    static final class Counts {
        final Total success = new Total();
        final Total failure = new Total();
        final Total queue = new Total();
        final Total cacheHit = new Total();
        final Total cacheMiss = new Total();
        final Parts all = new Parts();
        private final LongAdder executions = new LongAdder();
        private final LongAdder rows = new LongAdder();
        private final ConcurrentHashMap<Integer, Parts> byRows = new ConcurrentHashMap<>();
        private volatile long lastAtMillis;

        /** A request was answered; the rest of the nanoseconds, which neither run nor queue took, went into writing. */
        void succeeded(int rowsOfRequest, Ran ran, long readNanos, long nanos) {
            long writeNanos = Math.max(0, nanos - readNanos - ran.waitedNanos() - ran.ranNanos() - ran.memoryNanos());
            success.add(nanos);
            rows.add(rowsOfRequest);
            queue.add(ran.waitedNanos());
            switch (ran.memory()) {
                case HIT -> cacheHit.add(ran.memoryNanos());
                case MISS -> cacheMiss.add(ran.memoryNanos());
                case NOT_ASKED -> {}
            }
            if (ran.memory() != Ran.Memory.HIT) {
                all.add(readNanos, ran.ranNanos(), writeNanos);
            }
            if (ran.counts()) {
                executions.increment();
                Parts parts = bySize(ran.rowsTogether());
                if (parts != null) {
                    parts.add(readNanos, ran.ranNanos(), writeNanos);
                }
            }
            lastAtMillis = System.currentTimeMillis();
        }

        private @Nullable Parts bySize(int rowsOfRun) {
            Parts parts = byRows.get(rowsOfRun);
            return parts == null && byRows.size() < MAX_SIZES
                    ? byRows.computeIfAbsent(rowsOfRun, unseen -> new Parts())
                    : parts;
        }

        void failed(long nanos) {
            failure.add(nanos);
        }

        /** Runs of the model: fewer than requests where those are joined. */
        long executions() {
            return executions.sum();
        }

        /** Rows of all requests that were answered. */
        long rows() {
            return rows.sum();
        }

        /** Milliseconds since the epoch; 0 where nothing was answered yet. */
        long lastAtMillis() {
            return lastAtMillis;
        }

        /** Runs by their rows. */
        Map<Integer, Parts> byRows() {
            return new TreeMap<>(byRows);
        }
    }
}
