package dev.holdfast.tracking;

import dev.holdfast.tracking.HistoryStore.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The outlines of chunks: the extremes of every {@value #POINTS} points, by step. A chunk never changes, so that what was read once for a
 * long curve need not be read again for the next look at it. Those asked for last are kept, up to a number of bytes.
 */
@Component
class ChunkOutlines {
    static final int POINTS = 64;
    private static final long LIMIT = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);
    private static final int POINT_BYTES = 24;
    /** Three arrays, what holds them, the entry and its key. */
    private static final int OVERHEAD = 200;

    private final HistoryStore store;
    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Long, Points> kept = new LinkedHashMap<>(1024, 0.75f, true);
    private long keptBytes;

    @Autowired
    ChunkOutlines(HistoryStore store) {
        this(store, LIMIT);
    }

    /** {@code limit} is in bytes. */
    ChunkOutlines(HistoryStore store, long limit) {
        this.store = store;
        this.limit = limit;
    }

    /** By the ids of chunks; without those that were deleted in the meantime. */
    Map<Long, Points> of(long metric, List<Extent> chunks) {
        Map<Long, Points> found = new HashMap<>();
        List<Extent> missing = new ArrayList<>();
        lock.lock();
        try {
            for (Extent chunk : chunks) {
                Points outline = kept.get(chunk.id());
                if (outline == null) {
                    missing.add(chunk);
                } else {
                    found.put(chunk.id(), outline);
                }
            }
        } finally {
            lock.unlock();
        }
        if (!missing.isEmpty()) {
            store.points(metric, missing, (id, points) -> {
                Points outline = outline(points.byStep());
                found.put(id, outline);
                keep(id, outline);
            });
        }
        return found;
    }

    long keptBytes() {
        lock.lock();
        try {
            return keptBytes;
        } finally {
            lock.unlock();
        }
    }

    private static Points outline(Points points) {
        return Extremes.of(points, 2 + 2 * Math.ceilDiv(points.size(), POINTS));
    }

    private void keep(long id, Points outline) {
        lock.lock();
        try {
            if (kept.put(id, outline) == null) {
                keptBytes += bytes(outline);
            }
            Iterator<Points> oldest = kept.values().iterator();
            while (keptBytes > limit && oldest.hasNext()) {
                keptBytes -= bytes(oldest.next());
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private static long bytes(Points outline) {
        return (long) POINT_BYTES * outline.size() + OVERHEAD;
    }
}
