package dev.holdfast.inference;

import dev.holdfast.release.Release;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What each model version of each deployment has done since this server started, as the protocol's statistics tell it. */
@Component
class ModelStatistics {
    /** Beyond this many different ones, sizes of requests are no longer told apart. */
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

    /** Requests of one size: reading, running and writing. */
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
        final Parts all = new Parts();
        private final LongAdder rows = new LongAdder();
        private final ConcurrentHashMap<Integer, Parts> byRows = new ConcurrentHashMap<>();
        private volatile long lastAtMillis;

        void succeeded(int rowsOfRequest, long readNanos, long runNanos, long writeNanos) {
            success.add(readNanos + runNanos + writeNanos);
            rows.add(rowsOfRequest);
            all.add(readNanos, runNanos, writeNanos);
            Parts parts = byRows.get(rowsOfRequest);
            if (parts == null && byRows.size() < MAX_SIZES) {
                parts = byRows.computeIfAbsent(rowsOfRequest, unseen -> new Parts());
            }
            if (parts != null) {
                parts.add(readNanos, runNanos, writeNanos);
            }
            lastAtMillis = System.currentTimeMillis();
        }

        void failed(long nanos) {
            failure.add(nanos);
        }

        /** Rows of all requests that were answered. */
        long rows() {
            return rows.sum();
        }

        /** Milliseconds since the epoch; 0 where nothing was answered yet. */
        long lastAtMillis() {
            return lastAtMillis;
        }

        Map<Integer, Parts> byRows() {
            return new TreeMap<>(byRows);
        }
    }
}
