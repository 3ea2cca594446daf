package dev.holdfast.tracking;

import dev.holdfast.tracking.HistoryStore.Extent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Picks points out of a history of any length. Chunks mostly follow each other by step: then their sizes alone tell which of them have
 * points that are wanted, and only those are read. Where they overlap they are merged, in two passes: one to count and one to pick.
 */
@Component
class MetricSampler {
    /** The tail stands among the chunks without a row of its own. */
    private static final long TAIL_ID = -1;

    private static final Comparator<Extent> ORDER =
            Comparator.comparingLong(Extent::firstStep).thenComparingLong(Extent::firstMs);

    private final HistoryStore store;

    MetricSampler(HistoryStore store) {
        this.store = store;
    }

    void sample(HistoryStore.Tail tail, long firstStep, long lastStep, int limit, PointSink sink) {
        Source source = new Source(tail.metric(), tail.points().byStep(), firstStep, lastStep);
        List<Stretch> stretches = stretches(source);
        long total = 0;
        for (Stretch stretch : stretches) {
            total += stretch.count();
        }
        Wanted wanted = new Wanted(total, limit);
        long offset = 0;
        List<Stretch> pending = new ArrayList<>();
        for (Stretch stretch : stretches) {
            // Those that follow each other are read together.
            if (wanted.hasAny(offset, stretch.count())) {
                stretch.offset = offset;
                pending.add(stretch);
                if (pending.size() == MetricHistories.CHUNKS_AT_ONCE || !stretch.plain()) {
                    pick(source, pending, wanted, sink);
                }
            }
            offset += stretch.count();
        }
        pick(source, pending, wanted, sink);
    }

    /** Parts of the history that don't overlap, by step. */
    private List<Stretch> stretches(Source source) {
        List<Extent> extents = new ArrayList<>(store.extents(source.metric, source.firstStep, source.lastStep));
        Extent tail = source.tailExtent();
        if (tail != null) {
            extents.add(tail);
        }
        extents.sort(ORDER);
        List<Stretch> stretches = new ArrayList<>();
        for (Extent extent : extents) {
            if (stretches.isEmpty() || stretches.getLast().isBefore(extent)) {
                stretches.add(new Stretch(source));
            }
            stretches.getLast().add(extent);
        }
        for (Stretch stretch : stretches) {
            if (!stretch.plain()) {
                long[] count = {0};
                merge(source, stretch.extents, (timestamp, step, value) -> count[0]++);
                stretch.counted = count[0];
            }
        }
        return stretches;
    }

    private void pick(Source source, List<Stretch> stretches, Wanted wanted, PointSink sink) {
        if (stretches.isEmpty()) {
            return;
        }
        Map<Long, Points> loaded = load(
                source,
                stretches.stream()
                        .filter(Stretch::plain)
                        .map(stretch -> stretch.extents.getFirst())
                        .toList());
        for (Stretch stretch : stretches) {
            long[] at = {stretch.offset};
            PointSink picker = (timestamp, step, value) -> {
                if (wanted.takes(at[0]++)) {
                    sink.accept(timestamp, step, value);
                }
            };
            if (stretch.plain()) {
                PointMerge merge = new PointMerge(true, Long.MAX_VALUE, picker);
                Points points = loaded.get(stretch.extents.getFirst().id());
                if (points != null) {
                    merge.add(points.byStep());
                }
                merge.drain();
            } else {
                merge(source, stretch.extents, picker);
            }
        }
        stretches.clear();
    }

    /** Gives all points between the steps that are asked for. */
    private void merge(Source source, List<Extent> extents, PointSink sink) {
        PointMerge merge = new PointMerge(true, Long.MAX_VALUE, (timestamp, step, value) -> {
            if (step >= source.firstStep && step <= source.lastStep) {
                sink.accept(timestamp, step, value);
            }
        });
        for (int from = 0; from < extents.size(); from += MetricHistories.CHUNKS_AT_ONCE) {
            List<Extent> some = extents.subList(from, Math.min(extents.size(), from + MetricHistories.CHUNKS_AT_ONCE));
            Map<Long, Points> loaded = load(source, some);
            for (Extent extent : some) {
                merge.drainBefore(extent.firstStep());
                Points points = loaded.get(extent.id());
                if (points != null) {
                    merge.add(points.byStep());
                }
            }
        }
        merge.drain();
    }

    private Map<Long, Points> load(Source source, List<Extent> extents) {
        Map<Long, Points> points = new HashMap<>();
        points.put(TAIL_ID, source.tail);
        List<Extent> stored =
                extents.stream().filter(extent -> extent.id() != TAIL_ID).toList();
        if (!stored.isEmpty()) {
            store.points(source.metric, stored, points::put);
        }
        return points;
    }

    private record Source(long metric, Points tail, long firstStep, long lastStep) {
        @Nullable
        Extent tailExtent() {
            int size = tail.size();
            if (size == 0 || tail.steps()[size - 1] < firstStep || tail.steps()[0] > lastStep) {
                return null;
            }
            Points byTime = tail.byTime();
            return new Extent(
                    TAIL_ID,
                    size,
                    byTime.timestamps()[0],
                    byTime.timestamps()[size - 1],
                    tail.steps()[0],
                    tail.steps()[size - 1]);
        }

        boolean holds(Extent extent) {
            return extent.firstStep() >= firstStep && extent.lastStep() <= lastStep;
        }
    }

    /** Chunks that overlap each other and no others. */
    private static final class Stretch {
        private final Source source;
        private final List<Extent> extents = new ArrayList<>();
        private long lastStep = Long.MIN_VALUE;
        private long lastMs = Long.MIN_VALUE;
        private long counted;
        private long offset;

        Stretch(Source source) {
            this.source = source;
        }

        void add(Extent extent) {
            extents.add(extent);
            if (extent.lastStep() > lastStep) {
                lastStep = extent.lastStep();
                lastMs = extent.lastMs();
            } else if (extent.lastStep() == lastStep) {
                lastMs = Math.max(lastMs, extent.lastMs());
            }
        }

        boolean isBefore(Extent extent) {
            return lastStep < extent.firstStep() || (lastStep == extent.firstStep() && lastMs < extent.firstMs());
        }

        /** One chunk, all of it wanted: a chunk has each point once. The tail may have one twice. */
        boolean plain() {
            return extents.size() == 1 && extents.getFirst().id() != TAIL_ID && source.holds(extents.getFirst());
        }

        long count() {
            return plain() ? extents.getFirst().points() : counted;
        }
    }

    /** Which of a number of rows: the first of each of so many parts, the larger parts before the smaller ones, and the last row. */
    private record Wanted(long total, int parts) {
        boolean takes(long row) {
            if (row == total - 1) {
                return true;
            }
            return isFirst(row) && !(total > parts && row == start(parts - 1));
        }

        boolean hasAny(long from, long count) {
            if (count == 0) {
                return false;
            }
            long size = total / parts;
            // Beyond one part's length there is always a first row.
            if (count > size + 1 || from + count == total) {
                return true;
            }
            for (long row = from; row < from + count; row++) {
                if (takes(row)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isFirst(long row) {
            if (total <= parts) {
                return true;
            }
            long size = total / parts;
            long larger = total % parts;
            long inLarger = larger * (size + 1);
            return row < inLarger ? row % (size + 1) == 0 : (row - inLarger) % size == 0;
        }

        private long start(long part) {
            long size = total / parts;
            long larger = total % parts;
            return part < larger ? part * (size + 1) : larger * (size + 1) + (part - larger) * size;
        }
    }
}
