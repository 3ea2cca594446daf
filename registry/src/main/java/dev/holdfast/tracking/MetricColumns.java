package dev.holdfast.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Points as columns for the database: all of them by key and time, each once, and for each key its latest point and where its points
 * stand. A key with more points than a tail holds gets them as chunks right away.
 */
final class MetricColumns {
    static final int TAIL = 32;
    static final int CHUNK = 1000;

    final long[] timestamps;
    final long[] steps;
    final double[] values;
    /** One row for each key. */
    final Keys keys = new Keys();
    /** The chunks of keys with many points. */
    final Chunks chunks = new Chunks();

    private MetricColumns(List<MetricPoint> sorted) {
        int size = sorted.size();
        timestamps = new long[size];
        steps = new long[size];
        values = new double[size];
        for (int i = 0; i < size; i++) {
            MetricPoint point = sorted.get(i);
            timestamps[i] = point.timestampMs();
            steps[i] = point.step();
            values[i] = point.value();
        }
        for (int from = 0, to = 1; to <= size; to++) {
            if (to == size || !sorted.get(to).key().equals(sorted.get(from).key())) {
                addKey(sorted.subList(from, to), from);
                from = to;
            }
        }
    }

    static MetricColumns of(List<MetricPoint> points) {
        MetricPoint[] sorted = points.toArray(MetricPoint[]::new);
        // Keys by code points, as the database sorts them: two batches never wait for each other crosswise.
        Arrays.sort(sorted, Comparator.comparing(MetricPoint::key).thenComparing(PointOrder.BY_TIME));
        List<MetricPoint> once = new ArrayList<>(sorted.length);
        for (MetricPoint point : sorted) {
            if (once.isEmpty()
                    || !once.getLast().key().equals(point.key())
                    || PointOrder.BY_TIME.compare(once.getLast(), point) != 0) {
                once.add(point);
            }
        }
        return new MetricColumns(once);
    }

    /** Positions count from 1, as the database's do; no points are from 1 to 0. */
    private void addKey(List<MetricPoint> points, int offset) {
        MetricPoint latest = points.getFirst();
        for (MetricPoint point : points) {
            if (PointOrder.BY_STEP.compare(point, latest) > 0) {
                latest = point;
            }
        }
        boolean many = points.size() > TAIL;
        keys.add(latest, many ? 1 : offset + 1, many ? 0 : offset + points.size());
        if (many) {
            for (int from = 0; from < points.size(); from += CHUNK) {
                int to = Math.min(points.size(), from + CHUNK);
                chunks.add(points.subList(from, to), offset + from + 1, offset + to);
            }
        }
    }

    /** Columns of rows that grow together. */
    static final class Keys {
        final List<String> key = new ArrayList<>();
        final List<Double> value = new ArrayList<>();
        final List<Long> timestamp = new ArrayList<>();
        final List<Long> step = new ArrayList<>();
        final List<Integer> first = new ArrayList<>();
        final List<Integer> last = new ArrayList<>();

        private void add(MetricPoint latest, int from, int to) {
            key.add(latest.key());
            value.add(latest.value());
            timestamp.add(latest.timestampMs());
            step.add(latest.step());
            first.add(from);
            last.add(to);
        }
    }

    /** Columns of rows that grow together. */
    static final class Chunks {
        final List<String> key = new ArrayList<>();
        final List<Integer> first = new ArrayList<>();
        final List<Integer> last = new ArrayList<>();
        final List<Long> firstStep = new ArrayList<>();
        final List<Long> lastStep = new ArrayList<>();

        private void add(List<MetricPoint> points, int from, int to) {
            key.add(points.getFirst().key());
            first.add(from);
            last.add(to);
            firstStep.add(points.stream().mapToLong(MetricPoint::step).min().orElseThrow());
            lastStep.add(points.stream().mapToLong(MetricPoint::step).max().orElseThrow());
        }
    }
}
