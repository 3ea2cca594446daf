package dev.holdfast.tracking;

import java.util.PriorityQueue;

/** Brings sorted points that may overlap into one order, by time or by step, each point once. */
final class PointMerge {
    private final boolean byStep;
    private final PointSink sink;
    private final PriorityQueue<Cursor> cursors;
    private long remaining;
    private Points last = Points.NONE;
    private int lastIndex;

    /** {@code limit} is how many points {@code sink} wants. */
    PointMerge(boolean byStep, long limit, PointSink sink) {
        this.byStep = byStep;
        this.remaining = limit;
        this.sink = sink;
        this.cursors = new PriorityQueue<>((a, b) -> a.points.compare(a.next, b.points, b.next, byStep));
    }

    /** {@code points} are in the order of this merge. */
    void add(Points points) {
        if (points.size() > 0) {
            cursors.add(new Cursor(points));
        }
    }

    boolean isFull() {
        return remaining == 0;
    }

    /** Gives all points that were added. */
    void drain() {
        drain(Long.MAX_VALUE, true);
    }

    /** Gives the points whose timestamp, or step, is less than {@code bound}: what is added later does not come before them. */
    void drainBefore(long bound) {
        drain(bound, false);
    }

    private void drain(long bound, boolean all) {
        while (!cursors.isEmpty() && remaining > 0) {
            Cursor cursor = cursors.remove();
            Points points = cursor.points;
            long[] leading = byStep ? points.steps() : points.timestamps();
            Cursor other = cursors.peek();
            // As long as nobody else comes before it, a cursor goes on without the queue.
            do {
                if (!all && leading[cursor.next] >= bound) {
                    cursors.add(cursor);
                    return;
                }
                give(points, cursor.next++);
            } while (cursor.next < points.size()
                    && remaining > 0
                    && (other == null || points.compare(cursor.next, other.points, other.next, byStep) <= 0));
            if (cursor.next < points.size()) {
                cursors.add(cursor);
            }
        }
    }

    private void give(Points points, int i) {
        if (last.size() == 0 || last.compare(lastIndex, points, i, byStep) != 0) {
            sink.accept(points.timestamps()[i], points.steps()[i], points.values()[i]);
            remaining--;
        }
        last = points;
        lastIndex = i;
    }

    private static final class Cursor {
        private final Points points;
        private int next;

        Cursor(Points points) {
            this.points = points;
        }
    }
}
