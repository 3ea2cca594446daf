package dev.holdfast.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The population stability index of a column against an earlier state of it: the sum of (b - a) ln(b / a) over the shares a and b of
 * each bin, shares below 0.0001 counted as that. Missing values are a bin of their own.
 *
 * <p>Numbers are compared in about ten bins of equal counts in the earlier state; counts of the later state between two of its
 * own edges are taken as evenly spread. Texts are compared by category; categories that the later state does not list, although it has
 * unlisted values, are compared as one.
 */
final class StabilityIndex {
    private static final double LEAST_SHARE = 1e-4;
    private static final int BINS = 10;

    private StabilityIndex() {}

    /** Null where the kinds differ or one side has no values. */
    static @Nullable Double between(ReferenceBins before, ReferenceBins after) {
        if (before instanceof NumericBins numericBefore && after instanceof NumericBins numericAfter) {
            return numericBefore.counts().isEmpty() || numericAfter.counts().isEmpty()
                    ? null
                    : numeric(numericBefore, numericAfter);
        }
        if (before instanceof CategoricalBins categoricalBefore && after instanceof CategoricalBins categoricalAfter) {
            return categorical(categoricalBefore, categoricalAfter);
        }
        return null;
    }

    private static double numeric(NumericBins before, NumericBins after) {
        List<Double> earlier = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        long total = before.counts().stream().mapToLong(Long::longValue).sum();
        double gathered = before.underflow();
        double below = 0;
        for (int i = 0; i < before.counts().size(); i++) {
            gathered += before.counts().get(i);
            boolean last = i == before.counts().size() - 1;
            if (last || gathered >= (double) total / BINS) {
                double upTo = last ? Double.POSITIVE_INFINITY : before.edges().get(i + 1);
                double reached = countBelow(after, upTo);
                earlier.add(last ? gathered + before.overflow() : gathered);
                later.add(reached - below);
                below = reached;
                gathered = 0;
            }
        }
        earlier.add((double) before.nulls() + before.nans());
        later.add((double) after.nulls() + after.nans());
        return index(earlier, later);
    }

    private static double countBelow(NumericBins bins, double value) {
        double count = bins.underflow();
        for (int i = 0; i < bins.counts().size(); i++) {
            double lower = bins.edges().get(i);
            double upper = bins.edges().get(i + 1);
            if (value <= lower) {
                return count;
            }
            double share = value >= upper ? 1 : (value - lower) / (upper - lower);
            count += bins.counts().get(i) * share;
        }
        return value == Double.POSITIVE_INFINITY ? count + bins.overflow() : count;
    }

    private static @Nullable Double categorical(CategoricalBins before, CategoricalBins after) {
        Map<String, Long> listed = new HashMap<>();
        for (int i = 0; i < after.categories().size(); i++) {
            listed.put(after.categories().get(i), after.counts().get(i));
        }
        List<Double> earlier = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        double earlierRest = before.other();
        for (int i = 0; i < before.categories().size(); i++) {
            Long count = listed.remove(before.categories().get(i));
            if (count == null && after.other() > 0) {
                earlierRest += before.counts().get(i);
            } else {
                earlier.add((double) before.counts().get(i));
                later.add(count == null ? 0 : (double) count);
            }
        }
        double laterRest = after.other();
        for (long unseen : listed.values()) {
            laterRest += unseen;
        }
        earlier.add(earlierRest);
        later.add(laterRest);
        if (sum(earlier) == 0 || sum(later) == 0) {
            return null;
        }
        earlier.add((double) before.nulls());
        later.add((double) after.nulls());
        return index(earlier, later);
    }

    private static double index(List<Double> earlier, List<Double> later) {
        double earlierTotal = sum(earlier);
        double laterTotal = sum(later);
        double index = 0;
        for (int i = 0; i < earlier.size(); i++) {
            double a = Math.max(LEAST_SHARE, earlier.get(i) / earlierTotal);
            double b = Math.max(LEAST_SHARE, later.get(i) / laterTotal);
            index += (b - a) * Math.log(b / a);
        }
        return index;
    }

    private static double sum(List<Double> counts) {
        return counts.stream().mapToDouble(Double::doubleValue).sum();
    }
}
