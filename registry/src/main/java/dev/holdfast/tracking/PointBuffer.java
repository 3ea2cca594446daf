package dev.holdfast.tracking;

import java.util.Arrays;

/** Points that are collected one by one, without an object for each. */
final class PointBuffer implements PointSink {
    private long[] timestamps;
    private long[] steps;
    private double[] values;
    private int size;

    PointBuffer(int capacity) {
        timestamps = new long[capacity];
        steps = new long[capacity];
        values = new double[capacity];
    }

    @Override
    public void accept(long timestampMs, long step, double value) {
        if (size == steps.length) {
            int larger = Math.max(16, 2 * size);
            timestamps = Arrays.copyOf(timestamps, larger);
            steps = Arrays.copyOf(steps, larger);
            values = Arrays.copyOf(values, larger);
        }
        timestamps[size] = timestampMs;
        steps[size] = step;
        values[size++] = value;
    }

    void add(Points points, int i) {
        accept(points.timestamps()[i], points.steps()[i], points.values()[i]);
    }

    int size() {
        return size;
    }

    Points toPoints() {
        return new Points(Arrays.copyOf(timestamps, size), Arrays.copyOf(steps, size), Arrays.copyOf(values, size));
    }
}
