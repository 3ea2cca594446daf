package dev.holdfast.runtime;

import java.util.concurrent.atomic.LongAdder;

/** How models came and went since the server started. */
final class ModelCounts {
    private final LongAdder loads = new LongAdder();
    private final LongAdder timed = new LongAdder();
    private final LongAdder timedNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unloads = new LongAdder();
    private final LongAdder displacements = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    void loaded() {
        loads.increment();
    }

    /** A model came to answer: it took that long to verify, open and run it once. */
    void timed(long nanos) {
        timed.increment();
        timedNanos.add(nanos);
    }

    /** One could not come to answer. */
    void failed() {
        failures.increment();
    }

    void unloaded() {
        unloads.increment();
    }

    /** A model that answers was unloaded for another. */
    void displaced() {
        displacements.increment();
    }

    void refused() {
        refusals.increment();
    }

    long loads() {
        return loads.sum();
    }

    long timed() {
        return timed.sum();
    }

    long timedNanos() {
        return timedNanos.sum();
    }

    long failures() {
        return failures.sum();
    }

    long unloads() {
        return unloads.sum();
    }

    long displacements() {
        return displacements.sum();
    }

    long refusals() {
        return refusals.sum();
    }
}
