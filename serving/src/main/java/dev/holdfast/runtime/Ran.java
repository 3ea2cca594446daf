package dev.holdfast.runtime;

import java.util.Map;

/**
 * What came of a request to run a model.
 *
 * @param outputs every output by its name, in the signature's order
 * @param waitedNanos nanoseconds until the run began
 * @param ranNanos nanoseconds that the run took
 * @param rowsTogether rows in the run, those of other requests that were joined included
 * @param counts whether the run is this request's to count: of requests that were joined, one
 * @param memory whether it was looked for in memory first, and was there: then nothing ran
 * @param memoryNanos nanoseconds that looking and keeping took
 */
public record Ran(
        Map<String, Tensor> outputs,
        long waitedNanos,
        long ranNanos,
        int rowsTogether,
        boolean counts,
        Memory memory,
        long memoryNanos) {
    /** What memory knew of a request. */
    public enum Memory {
        NOT_ASKED,
        HIT,
        MISS
    }

    Ran(Map<String, Tensor> outputs, long waitedNanos, long ranNanos, int rowsTogether, boolean counts) {
        this(outputs, waitedNanos, ranNanos, rowsTogether, counts, Memory.NOT_ASKED, 0);
    }

    /** The same, after a wait before it was asked for. */
    Ran waited(long nanos) {
        return new Ran(outputs, waitedNanos + nanos, ranNanos, rowsTogether, counts, memory, memoryNanos);
    }

    /** What was answered before. */
    public static Ran remembered(Map<String, Tensor> outputs, long nanos) {
        return new Ran(outputs, 0, 0, 0, false, Memory.HIT, nanos);
    }

    /** The same, after memory did not know it. */
    public Ran notRemembered(long nanos) {
        return new Ran(outputs, waitedNanos, ranNanos, rowsTogether, counts, Memory.MISS, nanos);
    }
}
