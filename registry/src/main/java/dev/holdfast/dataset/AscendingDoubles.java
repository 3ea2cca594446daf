package dev.holdfast.dataset;

import java.util.Arrays;

/** Sorts numbers by their bits, some at a time: a few passes over them, however many there are. */
final class AscendingDoubles {
    /** Below that comparisons are faster. */
    private static final int MANY = 1 << 14;

    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int PASSES = (Long.SIZE + DIGIT_BITS - 1) / DIGIT_BITS;

    private AscendingDoubles() {}

    /**
     * Sorts the first {@code length} values as {@link Arrays#sort(double[])} does.
     *
     * @param values without NaN
     * @param room as many elements; what is in it is lost
     */
    static void sort(double[] values, int length, long[] room) {
        if (length < MANY) {
            Arrays.sort(values, 0, length);
            return;
        }
        int[][] starts = starts(values, length);
        // Bits that are the same in all values are passed over.
        boolean inRoom = false;
        for (int pass = 0; pass < PASSES; pass++) {
            int[] start = starts[pass];
            if (start.length == 0) {
                continue;
            }
            int shift = pass * DIGIT_BITS;
            if (inRoom) {
                for (int i = 0; i < length; i++) {
                    long key = room[i];
                    values[start[digit(key, shift)]++] = value(key);
                }
            } else {
                for (int i = 0; i < length; i++) {
                    long key = key(values[i]);
                    room[start[digit(key, shift)]++] = key;
                }
            }
            inRoom = !inRoom;
        }
        if (inRoom) {
            for (int i = 0; i < length; i++) {
                values[i] = value(room[i]);
            }
        }
    }

    /** For each pass where the values with each digit begin; empty where all have the same. */
    private static int[][] starts(double[] values, int length) {
        int[][] starts = new int[PASSES][DIGITS];
        for (int i = 0; i < length; i++) {
            long key = key(values[i]);
            for (int pass = 0; pass < PASSES; pass++) {
                starts[pass][digit(key, pass * DIGIT_BITS)]++;
            }
        }
        for (int pass = 0; pass < PASSES; pass++) {
            int[] counts = starts[pass];
            if (counts[digit(key(values[0]), pass * DIGIT_BITS)] == length) {
                starts[pass] = new int[0];
                continue;
            }
            int start = 0;
            for (int digit = 0; digit < DIGITS; digit++) {
                int count = counts[digit];
                counts[digit] = start;
                start += count;
            }
        }
        return starts;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (DIGITS - 1);
    }

    /** A number whose unsigned order is that of the values: the sign turned, and all bits of negative ones. */
    private static long key(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ ((bits >> (Long.SIZE - 1)) | Long.MIN_VALUE);
    }

    private static double value(long key) {
        return Double.longBitsToDouble(key ^ ((~key >> (Long.SIZE - 1)) | Long.MIN_VALUE));
    }
}
