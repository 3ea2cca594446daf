package dev.holdfast.tracking;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The histories of metrics. Only so much of one is in memory at a time as a few hundred chunks have, however long it is. */
@Service
public class MetricHistories {
    static final int CHUNKS_AT_ONCE = 256;

    private final HistoryStore store;
    private final MetricSampler sampler;

    MetricHistories(HistoryStore store, MetricSampler sampler) {
        this.store = store;
        this.sampler = sampler;
    }

    /**
     * Gives points of a metric by timestamp, step and value; none where the run or the metric does not exist.
     *
     * @param pageToken where to go on, as an earlier page said; absent for the first page
     * @param limit how many points at most
     * @return asks for the rest; empty at the end
     */
    public Optional<String> page(String runId, String key, @Nullable String pageToken, long limit, PointSink sink) {
        Position after = pageToken == null || pageToken.isEmpty() ? null : Position.parse(pageToken);
        Page page = new Page(limit, sink);
        Checks.runUuid(runId)
                .flatMap(run -> store.tail(run, key))
                .ifPresent(tail -> read(tail, after, limit == Long.MAX_VALUE ? limit : limit + 1, page));
        return page.next();
    }

    /**
     * Gives a sample of a metric's points by step, timestamp and value: the first of each of {@code limit} parts of equal size, and
     * always the last point; all of them where there are no more than {@code limit}.
     */
    public void sample(String runId, String key, long firstStep, long lastStep, int limit, PointSink sink) {
        Checks.runUuid(runId)
                .flatMap(run -> store.tail(run, key))
                .ifPresent(tail -> sampler.sample(tail, firstStep, lastStep, limit, sink));
    }

    private void read(HistoryStore.Tail tail, @Nullable Position after, long limit, PointSink sink) {
        PointMerge merge = new PointMerge(false, limit, sink);
        merge.add(after(tail.points().byTime(), after));
        long fromMs = after == null ? Long.MIN_VALUE : after.timestampMs();
        HistoryStore.Place place = HistoryStore.Place.START;
        // How many points a chunk has varies: a page is read in steps that grow.
        int atOnce = 4;
        boolean more = true;
        while (more) {
            List<HistoryStore.Chunk> chunks = store.chunks(tail.metric(), fromMs, place, atOnce);
            for (HistoryStore.Chunk chunk : chunks) {
                merge.drainBefore(chunk.place().firstMs());
                if (merge.isFull()) {
                    return;
                }
                merge.add(after(chunk.points().byTime(), after));
                place = chunk.place();
            }
            more = chunks.size() == atOnce;
            atOnce = Math.min(CHUNKS_AT_ONCE, 4 * atOnce);
        }
        merge.drain();
    }

    private static Points after(Points points, @Nullable Position after) {
        if (after == null) {
            return points;
        }
        Points position =
                new Points(new long[] {after.timestampMs()}, new long[] {after.step()}, new double[] {after.value()});
        int from = 0;
        while (from < points.size() && points.compare(from, position, 0, false) <= 0) {
            from++;
        }
        return points.from(from);
    }

    /** Passes a page on and remembers whether there was one point more. */
    private static final class Page implements PointSink {
        private final long limit;
        private final PointSink sink;
        private long given;
        private Position last = new Position(0, 0, 0);

        Page(long limit, PointSink sink) {
            this.limit = limit;
            this.sink = sink;
        }

        @Override
        public void accept(long timestampMs, long step, double value) {
            if (given++ < limit) {
                sink.accept(timestampMs, step, value);
                if (given == limit) {
                    last = new Position(timestampMs, step, value);
                }
            }
        }

        Optional<String> next() {
            return given > limit ? Optional.of(last.token()) : Optional.empty();
        }
    }

    /** A point as a place in a history. */
    private record Position(long timestampMs, long step, double value) {
        String token() {
            String text = timestampMs + " " + step + " " + value;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Position parse(String token) {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", -1);
                if (parts.length == 3) {
                    return new Position(
                            Long.parseLong(parts[0]), Long.parseLong(parts[1]), Double.parseDouble(parts[2]));
                }
            } catch (IllegalArgumentException e) {
                // Told below, as a token of another length is.
            }
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST,
                    "Invalid page token: page_token is not one that this list gave; leave it out to start from the beginning.");
        }
    }
}
