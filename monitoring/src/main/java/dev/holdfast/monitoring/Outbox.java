package dev.holdfast.monitoring;

import dev.holdfast.release.Release;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What has been counted and waits to be written. Bounded, as the database may be away for long; what does not fit is dropped and counted.
 * An item leaves only once it is written.
 */
@Component
class Outbox {
    /** About 50 MB of rows with ten features. */
    static final int MOST_ROWS = 100_000;

    static final int MOST_WINDOWS = 2_000;

    private final MonitoringMetrics metrics;
    private final Deque<LoggedRow> rows = new ArrayDeque<>();
    private final Deque<ClosedWindow> windows = new ArrayDeque<>();
    private final Deque<Learnt> learnt = new ArrayDeque<>();

    /** A reference made of the first rows of a release's traffic. */
    record Learnt(Release release, ModelReference reference) {}

    Outbox(MonitoringMetrics metrics) {
        this.metrics = metrics;
        metrics.server(
                "holdfast.monitoring.log.buffer.rows",
                "Predicted rows that wait to be logged",
                () -> this.rowsWaiting());
    }

    synchronized void add(LoggedRow row) {
        if (rows.size() >= MOST_ROWS) {
            Release release = row.release();
            metrics.of(release.deployment(), release.number()).logDropped.increment();
            return;
        }
        rows.add(row);
    }

    synchronized void add(ClosedWindow window) {
        if (windows.size() >= MOST_WINDOWS) {
            Release release = windows.removeFirst().window().release();
            metrics.of(release.deployment(), release.number()).windowsLost.increment();
        }
        windows.add(window);
    }

    synchronized void add(Learnt reference) {
        learnt.add(reference);
    }

    /** The oldest rows, which stay until {@link #written}. */
    synchronized List<LoggedRow> rows(int most) {
        return rows.stream().limit(most).toList();
    }

    synchronized void written(List<LoggedRow> done) {
        for (int i = 0; i < done.size(); i++) {
            rows.removeFirst();
        }
    }

    synchronized List<ClosedWindow> windows() {
        return new ArrayList<>(windows);
    }

    synchronized void written(ClosedWindow done) {
        windows.remove(done);
    }

    synchronized List<Learnt> learnt() {
        return new ArrayList<>(learnt);
    }

    synchronized void written(Learnt done) {
        learnt.remove(done);
    }

    synchronized int rowsWaiting() {
        return rows.size();
    }
}
