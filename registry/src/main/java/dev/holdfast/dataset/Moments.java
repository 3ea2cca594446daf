package dev.holdfast.dataset;

import org.jspecify.annotations.Nullable;

/** Mean and standard deviation in one pass (Welford's method with weights): no sum that could overflow or cancel out. */
final class Moments {
    private long count;
    private double mean;
    private double squares;

    void add(double value, long times) {
        count += times;
        double fromOldMean = value - mean;
        mean += fromOldMean * ((double) times / count);
        // Never negative but for rounding.
        squares += Math.max(0, times * fromOldMean * (value - mean));
    }

    long count() {
        return count;
    }

    @Nullable
    Double mean() {
        return count == 0 ? null : finite(mean);
    }

    @Nullable
    Double standardDeviation() {
        return count < 2 ? null : finite(Math.sqrt(squares / (count - 1)));
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
