package dev.holdfast.dataset;

/**
 * Room for the values of a numeric column and their runs. One column after the other uses it: arrays as large as these would grow the
 * heap faster than they are collected.
 */
final class SortBuffer {
    private final double[] values;
    private final long[] cumulative;
    private int length;

    SortBuffer(int capacity) {
        values = new double[capacity];
        cumulative = new long[capacity];
    }

    int capacity() {
        return values.length;
    }

    void clear() {
        length = 0;
    }

    void add(double value) {
        values[length++] = value;
    }

    void set(int index, double value) {
        values[index] = value;
    }

    /** The values since {@link #clear}, sorted; valid until the next one is added. */
    ValueRuns runs() {
        return ValueRuns.sorting(values, length, cumulative);
    }
}
