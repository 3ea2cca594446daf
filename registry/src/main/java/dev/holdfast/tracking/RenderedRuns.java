package dev.holdfast.tracking;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Runs as MLflow's clients read them, in JSON: {@code {"info", "data", "inputs", "outputs"}}. Those asked for last are kept, each as
 * of a revision, up to a number of bytes; a run that has changed since is rendered again.
 */
@Component
class RenderedRuns {
    /** Beside the JSON: the entry, its key and the table. */
    private static final int OVERHEAD = 120;

    private static final int RENDERED_AT_ONCE = 500;
    private static final long LIMIT = Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final RunRenderer renderer;
    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Long, Kept> kept = new LinkedHashMap<>(1024, 0.75f, true);
    private long keptBytes;

    @Autowired
    RenderedRuns(RunRenderer renderer) {
        this(renderer, LIMIT);
    }

    /** {@code limit} is in bytes. */
    RenderedRuns(RunRenderer renderer, long limit) {
        this.renderer = renderer;
        this.limit = limit;
    }

    /** Writes the runs in this order as a JSON array; those that were deleted for good in the meantime are left out. */
    void writeArray(List<RunRevision> runs, OutputStream out) throws IOException {
        List<byte[]> rendered = get(runs);
        out.write('[');
        for (int i = 0; i < rendered.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(rendered.get(i));
        }
        out.write(']');
    }

    /** The run as a JSON object; {@code null} where it was deleted for good in the meantime. */
    byte @Nullable [] get(RunRevision run) {
        List<byte[]> rendered = get(List.of(run));
        return rendered.isEmpty() ? null : rendered.getFirst();
    }

    private List<byte[]> get(List<RunRevision> runs) {
        byte[][] found = new byte[runs.size()][];
        Map<Long, Integer> missing = new HashMap<>();
        lock.lock();
        try {
            for (int i = 0; i < found.length; i++) {
                RunRevision run = runs.get(i);
                Kept entry = kept.get(run.id());
                // A later revision is no harm: the caller looked before it was made.
                if (entry != null && entry.revision() >= run.revision()) {
                    found[i] = entry.json();
                } else {
                    missing.put(run.id(), i);
                }
            }
        } finally {
            lock.unlock();
        }
        List<Long> ids = new ArrayList<>(missing.keySet());
        for (int from = 0; from < ids.size(); from += RENDERED_AT_ONCE) {
            renderer.render(ids.subList(from, Math.min(ids.size(), from + RENDERED_AT_ONCE)), (run, json) -> {
                Integer place = missing.get(run.id());
                if (place != null) {
                    found[place] = json;
                }
                keep(run, json);
            });
        }
        List<byte[]> present = new ArrayList<>(found.length);
        for (byte[] json : found) {
            if (json != null) {
                present.add(json);
            }
        }
        return present;
    }

    private void keep(RunRevision run, byte[] json) {
        if (json.length + OVERHEAD > limit / 8) {
            return;
        }
        lock.lock();
        try {
            Kept before = kept.get(run.id());
            if (before != null && before.revision() > run.revision()) {
                return;
            }
            kept.put(run.id(), new Kept(run.revision(), json));
            keptBytes += json.length + OVERHEAD - (before == null ? 0 : before.json().length + OVERHEAD);
            Iterator<Kept> oldest = kept.values().iterator();
            while (keptBytes > limit && oldest.hasNext()) {
                keptBytes -= oldest.next().json().length + OVERHEAD;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Kept(long revision, byte[] json) {}
}
