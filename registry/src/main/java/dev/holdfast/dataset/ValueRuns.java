package dev.holdfast.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The finite values of a column, ascending, each once with how often it occurs. */
final class ValueRuns {
    private static final Map<String, Double> QUANTILES = quantileNames();

    /** The first {@link #size} of these count. */
    private final double[] values;
    /** Occurrences of this value and all below it. */
    private final long[] cumulative;

    private final int size;

    private ValueRuns(double[] values, long[] cumulative, int size) {
        this.values = values;
        this.cumulative = cumulative;
        this.size = size;
    }

    /** Sorts the first {@code length} of {@code values} and keeps the runs in the two arrays. */
    static ValueRuns sorting(double[] values, int length, long[] cumulative) {
        AscendingDoubles.sort(values, length, cumulative);
        int size = 0;
        for (int i = 0; i < length; i++) {
            if (size == 0 || values[i] != values[size - 1]) {
                values[size++] = values[i];
            }
            cumulative[size - 1] = i + 1L;
        }
        return new ValueRuns(values, cumulative, size);
    }

    /** From distinct values in ascending order and their counts. */
    static ValueRuns counted(double[] ascending, long[] counts) {
        long[] cumulative = counts.clone();
        Arrays.parallelPrefix(cumulative, Long::sum);
        return new ValueRuns(ascending, cumulative, ascending.length);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int distinct() {
        return size;
    }

    double min() {
        return values[0];
    }

    double max() {
        return values[size - 1];
    }

    private long total() {
        return isEmpty() ? 0 : cumulative[size - 1];
    }

    private long count(int run) {
        return cumulative[run] - (run == 0 ? 0 : cumulative[run - 1]);
    }

    /** The run that the item of this rank, from 0, is in. */
    private int runOf(long rank) {
        int found = Arrays.binarySearch(cumulative, 0, size, rank + 1);
        return found >= 0 ? found : -found - 1;
    }

    Moments moments() {
        Moments moments = new Moments();
        for (int i = 0; i < size; i++) {
            moments.add(values[i], count(i));
        }
        return moments;
    }

    /** Quantiles with linear interpolation between neighbours, by name; empty without values. */
    Map<String, Double> quantiles() {
        Map<String, Double> quantiles = new LinkedHashMap<>();
        if (!isEmpty()) {
            QUANTILES.forEach((name, share) -> quantiles.put(name, quantile(share)));
        }
        return quantiles;
    }

    private double quantile(double share) {
        double position = share * (total() - 1);
        long rank = (long) position;
        double lower = values[runOf(rank)];
        double upper = values[runOf(Math.min(rank + 1, total() - 1))];
        double weight = position - rank;
        // Not lower + weight * (upper - lower): the difference of two finite values need not be finite.
        return lower == upper ? lower : lower * (1 - weight) + upper * weight;
    }

    /** The most frequent values as indices of runs, equal counts in the order of the values. */
    List<Integer> mostFrequent(int most) {
        Comparator<Integer> byCount = Comparator.comparingLong(this::count);
        Comparator<Integer> worstFirst = byCount.thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        for (int i = 0; i < size; i++) {
            if (best.size() < most) {
                best.add(i);
            } else if (count(i) > count(best.element())) {
                best.remove();
                best.add(i);
            }
        }
        List<Integer> runs = new ArrayList<>(best);
        runs.sort(worstFirst.reversed());
        return runs;
    }

    double value(int run) {
        return values[run];
    }

    long countOf(int run) {
        return count(run);
    }

    /** Edges between the bins, ascending: every distinct value gets its own bin where there are few of them. */
    double[] innerEdges(int maxBins) {
        BitSet boundaries = new BitSet();
        if (size <= maxBins) {
            boundaries.set(1, Math.max(1, size));
        } else {
            int previous = 0;
            for (int i = 1; i < maxBins; i++) {
                int run = runOf(multiplyAndDivide(total(), i, maxBins));
                // A value so frequent that it spans more than one bin gets one for itself.
                boundaries.set(run == previous ? run + 1 : run);
                previous = run;
            }
            boundaries.clear(0);
            boundaries.clear(size);
        }
        return boundaries.stream()
                .mapToDouble(index -> midpoint(values[index - 1], values[index]))
                .toArray();
    }

    /** Counts and sums of the values between the edges. */
    BinCounts count(double[] innerEdges) {
        BinCounts bins = new BinCounts(innerEdges);
        int bin = 0;
        for (int i = 0; i < size; i++) {
            while (bin < innerEdges.length && values[i] >= innerEdges[bin]) {
                bin++;
            }
            bins.add(bin, values[i], count(i));
        }
        return bins;
    }

    private static long multiplyAndDivide(long total, int numerator, int denominator) {
        return total / denominator * numerator + total % denominator * numerator / denominator;
    }

    private static double midpoint(double below, double above) {
        double middle = below / 2 + above / 2;
        return middle > below && middle <= above ? middle : above;
    }

    private static Map<String, Double> quantileNames() {
        Map<String, Double> names = new LinkedHashMap<>();
        for (int percent : new int[] {1, 5, 25, 50, 75, 95, 99}) {
            names.put((percent < 10 ? "p0" : "p") + percent, percent / 100.0);
        }
        return names;
    }
}
