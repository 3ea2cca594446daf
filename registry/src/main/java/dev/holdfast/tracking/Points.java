package dev.holdfast.tracking;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Points of one metric in parallel arrays, as they are stored; not to be changed.
 *
 * @param timestamps milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent")
record Points(long[] timestamps, long[] steps, double[] values) {
    static final Points NONE = new Points(new long[0], new long[0], new double[0]);

    /** From the database's binary form of three arrays of equal length. */
    static Points of(byte[] timestamps, byte[] steps, byte[] values) {
        return new Points(longs(timestamps), longs(steps), doubles(values));
    }

    int size() {
        return steps.length;
    }

    /** Without the first ones. */
    Points from(int first) {
        return first == 0
                ? this
                : new Points(
                        Arrays.copyOfRange(timestamps, first, size()),
                        Arrays.copyOfRange(steps, first, size()),
                        Arrays.copyOfRange(values, first, size()));
    }

    /** By timestamp, step and value. */
    Points byTime() {
        return sorted(false);
    }

    /** By step, timestamp and value. */
    Points byStep() {
        return sorted(true);
    }

    /** Less than 0 where point {@code i} stands before point {@code j} of {@code other}. */
    int compare(int i, Points other, int j, boolean byStep) {
        int byTime = Long.compare(timestamps[i], other.timestamps[j]);
        int bySteps = Long.compare(steps[i], other.steps[j]);
        int first = byStep ? bySteps : byTime;
        int second = byStep ? byTime : bySteps;
        return first != 0 ? first : second != 0 ? second : Double.compare(values[i], other.values[j]);
    }

    private Points sorted(boolean byStep) {
        boolean sorted = true;
        for (int i = 1; i < size() && sorted; i++) {
            sorted = compare(i - 1, this, i, byStep) <= 0;
        }
        if (sorted) {
            return this;
        }
        Integer[] order = new Integer[size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> compare(i, this, j, byStep));
        Points result = new Points(new long[size()], new long[size()], new double[size()]);
        for (int i = 0; i < order.length; i++) {
            result.timestamps[i] = timestamps[order[i]];
            result.steps[i] = steps[order[i]];
            result.values[i] = values[order[i]];
        }
        return result;
    }

    private static long[] longs(byte[] array) {
        ByteBuffer bytes = elements(array);
        long[] longs = new long[bytes.remaining() / 12];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = bytes.getLong(bytes.position() + 12 * i + 4);
        }
        return longs;
    }

    private static double[] doubles(byte[] array) {
        ByteBuffer bytes = elements(array);
        double[] doubles = new double[bytes.remaining() / 12];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = bytes.getDouble(bytes.position() + 12 * i + 4);
        }
        return doubles;
    }

    /** Each is its length, always 8, in 4 bytes, and 8 bytes; before them are the dimensions (none where empty), flags, the type, and for the one dimension size and start. */
    private static ByteBuffer elements(byte[] array) {
        ByteBuffer bytes = ByteBuffer.wrap(array);
        return bytes.position(bytes.getInt(0) == 0 ? array.length : 20);
    }
}
