package dev.holdfast.tracking;

import dev.holdfast.tracking.HistoryStore.Extent;
import dev.holdfast.tracking.HistoryStore.Tail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/**
 * Metrics as a screen can show them: by step, in as many points as it has room for, with every peak and every trough. Long histories are
 * read through the outlines of their chunks.
 */
@Service
public class MetricCurves {
    /** From so many points on for each that is wanted, a part of the curve has two parts of an outline or more. */
    private static final long READ_WHOLE = ChunkOutlines.POINTS;

    private static final Comparator<Extent> BY_STEP =
            Comparator.comparingLong(Extent::firstStep).thenComparingLong(Extent::firstMs);

    private final HistoryStore store;
    private final ChunkOutlines outlines;

    MetricCurves(HistoryStore store, ChunkOutlines outlines) {
        this.store = store;
        this.outlines = outlines;
    }

    /**
     * The curve between two steps, both included; without points where the run or the metric does not exist.
     *
     * @param limit how many points at most, at least 4
     */
    public MetricCurve curve(String runId, String key, long firstStep, long lastStep, int limit) {
        return Checks.runUuid(runId)
                .flatMap(run -> store.tail(run, key))
                .map(tail -> {
                    Reading reading = new Reading(tail, firstStep, lastStep);
                    read(reading, limit);
                    return MetricCurve.of(runId, reading.total(), Extremes.of(reading.found.toPoints(), limit));
                })
                .orElseGet(() -> MetricCurve.of(runId, 0, Points.NONE));
    }

    private void read(Reading reading, int limit) {
        Tail tail = reading.tail;
        List<Extent> chunks = new ArrayList<>(store.extents(tail.metric(), reading.firstStep, reading.lastStep));
        chunks.sort(BY_STEP);
        boolean whole = chunks.stream().mapToLong(Extent::points).sum() <= READ_WHOLE * limit;
        reading.merge.add(tail.points().byStep());
        for (int from = 0; from < chunks.size(); from += MetricHistories.CHUNKS_AT_ONCE) {
            List<Extent> some = chunks.subList(from, Math.min(chunks.size(), from + MetricHistories.CHUNKS_AT_ONCE));
            Map<Long, Points> outlined = whole
                    ? Map.of()
                    : outlines.of(
                            tail.metric(), some.stream().filter(reading::holds).toList());
            Map<Long, Points> read = points(
                    tail.metric(),
                    whole
                            ? some
                            : some.stream()
                                    .filter(chunk -> !reading.holds(chunk))
                                    .toList());
            for (Extent chunk : some) {
                reading.merge.drainBefore(chunk.firstStep());
                Points outline = outlined.get(chunk.id());
                if (outline != null) {
                    reading.merge.add(outline);
                    reading.leftOut += chunk.points() - outline.size();
                }
                reading.merge.add(read.getOrDefault(chunk.id(), Points.NONE));
            }
        }
        reading.merge.drain();
    }

    private Map<Long, Points> points(long metric, List<Extent> chunks) {
        Map<Long, Points> found = new HashMap<>();
        if (!chunks.isEmpty()) {
            store.points(metric, chunks, (id, points) -> found.put(id, points.byStep()));
        }
        return found;
    }

    /** What was found between two steps. */
    private static final class Reading {
        private final Tail tail;
        private final long firstStep;
        private final long lastStep;
        private final PointBuffer found = new PointBuffer(1024);
        private final PointMerge merge;
        private long leftOut;

        Reading(Tail tail, long firstStep, long lastStep) {
            this.tail = tail;
            this.firstStep = firstStep;
            this.lastStep = lastStep;
            this.merge = new PointMerge(true, Long.MAX_VALUE, (timestamp, step, value) -> {
                if (step >= firstStep && step <= lastStep) {
                    found.accept(timestamp, step, value);
                }
            });
        }

        boolean holds(Extent chunk) {
            return chunk.firstStep() >= firstStep && chunk.lastStep() <= lastStep;
        }

        long total() {
            return found.size() + leftOut;
        }
    }
}
