package dev.holdfast.monitoring;

import dev.holdfast.release.Release;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a stretch of a release's traffic has counted. Belongs to the thread that counts; others get copies. */
final class TrafficWindow {
    private final UUID id;
    private final Release release;
    private final Instant openedAt;
    private final ReferenceSource reference;
    private final Map<String, ColumnCounts> inputs;
    private final Map<String, ColumnCounts> outputs;
    private final List<String> ignored;
    private Instant lastAt;
    private long rows;

    TrafficWindow(
            UUID id,
            Release release,
            Instant openedAt,
            ReferenceSource reference,
            Map<String, ColumnCounts> inputs,
            Map<String, ColumnCounts> outputs,
            List<String> ignored) {
        this.id = id;
        this.release = release;
        this.openedAt = openedAt;
        this.reference = reference;
        this.inputs = inputs;
        this.outputs = outputs;
        this.ignored = ignored;
        lastAt = openedAt;
    }

    /** The same counts, at rest. */
    TrafficWindow copy() {
        TrafficWindow copy =
                new TrafficWindow(id, release, openedAt, reference, copies(inputs), copies(outputs), ignored);
        copy.counted(rows, lastAt);
        return copy;
    }

    private static Map<String, ColumnCounts> copies(Map<String, ColumnCounts> counts) {
        Map<String, ColumnCounts> copies = new LinkedHashMap<>();
        counts.forEach((name, column) -> copies.put(name, column.copy()));
        return copies;
    }

    void counted(long more, Instant at) {
        rows += more;
        if (at.isAfter(lastAt)) {
            lastAt = at;
        }
    }

    @Nullable
    ColumnCounts input(String name) {
        return inputs.get(name);
    }

    @Nullable
    ColumnCounts output(String name) {
        return outputs.get(name);
    }

    Map<String, ColumnCounts> inputs() {
        return inputs;
    }

    Map<String, ColumnCounts> outputs() {
        return outputs;
    }

    UUID id() {
        return id;
    }

    Release release() {
        return release;
    }

    Instant openedAt() {
        return openedAt;
    }

    Instant lastAt() {
        return lastAt;
    }

    long rows() {
        return rows;
    }

    ReferenceSource reference() {
        return reference;
    }

    /** Inputs that are counted and not judged. */
    List<String> ignored() {
        return ignored;
    }
}
