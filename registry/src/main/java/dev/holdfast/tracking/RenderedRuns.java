package dev.holdfast.tracking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Runs as MLflow's clients read them, in JSON: {@code {"info", "data", "inputs", "outputs"}}. Those asked for most are kept, each as
 * of a revision, up to a number of bytes; a run that has changed since is rendered again.
 */
@Component
class RenderedRuns {
    /** Beside the JSON: the entry, its key and the table. */
    private static final int OVERHEAD = 120;

    /** One run takes no more than this part of all. */
    private static final int LARGEST_PART = 8;

    private static final int RENDERED_AT_ONCE = 500;
    private static final long LIMIT = Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final RunRenderer renderer;
    private final long limit;
    private final Cache<Long, Kept> kept;

    @Autowired
    RenderedRuns(RunRenderer renderer) {
        this(renderer, LIMIT);
    }

    /** {@code limit} is in bytes. */
    RenderedRuns(RunRenderer renderer, long limit) {
        this.renderer = renderer;
        this.limit = limit;
        kept = Caffeine.newBuilder()
                .maximumWeight(limit)
                .weigher((Long id, Kept run) -> run.bytes())
                .executor(Runnable::run)
                .build();
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
        for (int i = 0; i < found.length; i++) {
            RunRevision run = runs.get(i);
            Kept entry = kept.getIfPresent(run.id());
            // A later revision is no harm: the caller looked before it was made.
            if (entry != null && entry.revision() >= run.revision()) {
                found[i] = entry.json();
            } else {
                missing.put(run.id(), i);
            }
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
        Kept now = new Kept(run.revision(), json);
        if (now.bytes() <= limit / LARGEST_PART) {
            kept.asMap().merge(run.id(), now, (before, late) -> before.revision() > late.revision() ? before : late);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Kept(long revision, byte[] json) {
        int bytes() {
            return json.length + OVERHEAD;
        }
    }
}
