package dev.holdfast.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts values between edges. */
final class BinCounts {
    private final double[] innerEdges;
    private final long[] counts;
    private final double[] sums;

    BinCounts(double[] innerEdges) {
        this.innerEdges = innerEdges;
        this.counts = new long[innerEdges.length + 1];
        this.sums = new double[innerEdges.length + 1];
    }

    void add(double value) {
        int found = Arrays.binarySearch(innerEdges, value);
        add(found >= 0 ? found + 1 : -found - 1, value, 1);
    }

    void add(int bin, double value, long times) {
        counts[bin] += times;
        sums[bin] += value * times;
    }

    /** The bins with outer edges that hold all values from {@code min} to {@code max}. */
    NumericBins enclose(double min, double max, NumberScan scan) {
        double first = Double.isInfinite((float) min) ? min : Math.min(min, (float) min);
        double last = Double.isInfinite((float) max) ? max : Math.max(max, (float) max);
        double highestInner = innerEdges.length == 0 ? first : innerEdges[innerEdges.length - 1];
        if (last <= highestInner) {
            float next = Math.nextUp((float) highestInner);
            last = Float.isFinite(next) && next > highestInner ? next : Math.nextUp(highestInner);
        }
        List<Double> edges = new ArrayList<>(innerEdges.length + 2);
        edges.add(first);
        for (double edge : innerEdges) {
            edges.add(edge);
        }
        edges.add(last);
        return new NumericBins(
                edges,
                Arrays.stream(counts).boxed().toList(),
                Arrays.stream(sums).boxed().toList(),
                scan.negativeInfinities(),
                scan.positiveInfinities(),
                scan.nulls(),
                scan.nans());
    }
}
