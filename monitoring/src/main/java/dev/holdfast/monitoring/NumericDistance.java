package dev.holdfast.monitoring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** How far two samples of numbers are apart, from counts over the same bins. Missing values take no part. */
final class NumericDistance {
    /** A reference that hardly varies is not divided by: the same least value as other tools use. */
    static final double LEAST_STD = 0.001;

    private static final int TERMS = 100;
    private final ColumnCounts reference;
    private final ColumnCounts live;
    private final NumericGrid grid;
    private final double m;
    private final double n;

    /** @param reference with at least one value present, as {@code live} */
    NumericDistance(ColumnCounts reference, ColumnCounts live, NumericGrid grid) {
        this.reference = reference;
        this.live = live;
        this.grid = grid;
        m = reference.present();
        n = live.present();
    }

    /** Kolmogorov–Smirnov: the largest difference of the two cumulative distributions at the bins' edges. */
    double kolmogorovSmirnov() {
        double largest = 0;
        double difference = reference.count(grid.underflowSlot()) / m - live.count(grid.underflowSlot()) / n;
        largest = Math.max(largest, Math.abs(difference));
        for (int bin = 0; bin < grid.bins(); bin++) {
            difference += reference.count(bin) / m - live.count(bin) / n;
            largest = Math.max(largest, Math.abs(difference));
        }
        return largest;
    }

    /** The statistic that chance alone exceeds with probability {@code level}, for large samples. */
    double kolmogorovSmirnovByChance(double level) {
        return Math.sqrt(-Math.log(level / 2) / 2 * (1 / m + 1 / n));
    }

    /** The asymptotic two-sided p-value of a statistic. */
    double kolmogorovSmirnovPValue(double statistic) {
        double lambda = statistic / Math.sqrt(1 / m + 1 / n);
        if (lambda < 0.2) {
            return 1; // the series converges slowly here, and the value is 1 to more than ten digits
        }
        double sum = 0;
        for (int k = 1; k <= TERMS; k++) {
            double term = Math.exp(-2.0 * k * k * lambda * lambda);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-18) {
                break;
            }
        }
        return Math.clamp(2 * sum, 0, 1);
    }

    /** Wasserstein-1 (earth mover's) distance, each bin's mass at the mean of its values, in standard deviations of the reference. */
    double wasserstein(double std) {
        int slots = grid.missingSlot();
        int points = 2 * slots;
        double[] position = new double[points];
        double[] step = new double[points];
        int used = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (reference.count(slot) > 0) {
                position[used] = reference.sum(slot) / reference.count(slot);
                step[used++] = reference.count(slot) / m;
            }
            if (live.count(slot) > 0) {
                position[used] = live.sum(slot) / live.count(slot);
                step[used++] = -live.count(slot) / n;
            }
        }
        int[] order = IntStream.range(0, used)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> position[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double distance = 0;
        double difference = 0;
        for (int i = 0; i + 1 < used; i++) {
            difference += step[order[i]];
            distance += Math.abs(difference) * (position[order[i + 1]] - position[order[i]]);
        }
        return distance / Math.max(std, LEAST_STD);
    }

    /**
     * An upper bound of what chance alone exceeds with probability {@code level}: z · √(1/n + 1/m) · ∫ √(F (1 − F)) dx, in standard deviations
     * of the reference. It is a bound because the integral of |Brownian bridge| varies less than the integral of its standard deviation.
     */
    double wassersteinByChance(double std, double level) {
        double integral = 0;
        double below = reference.count(grid.underflowSlot()) / m;
        for (int bin = 0; bin < grid.bins(); bin++) {
            double upTo = Math.min(1, below + reference.count(bin) / m);
            double deviation = Math.sqrt(Math.max(below * (1 - below), upTo * (1 - upTo)));
            integral += deviation * (grid.edge(bin + 1) - grid.edge(bin));
            below = upTo;
        }
        double z = new NormalDistribution().inverseCumulativeProbability(1 - level / 2);
        return z * Math.sqrt(1 / m + 1 / n) * integral / Math.max(std, LEAST_STD);
    }

    /** Mean and standard deviation that the bins' sums give: for a reference that came without them. */
    static double std(ColumnCounts counts, NumericGrid grid) {
        double[] means = new double[grid.bins()];
        long[] weights = new long[grid.bins()];
        for (int bin = 0; bin < grid.bins(); bin++) {
            weights[bin] = counts.count(bin);
            means[bin] = weights[bin] == 0 ? 0 : counts.sum(bin) / weights[bin];
        }
        double all = Arrays.stream(weights).sum();
        if (all == 0) {
            return 0;
        }
        double mean = IntStream.range(0, means.length)
                        .mapToDouble(bin -> means[bin] * weights[bin])
                        .sum()
                / all;
        double squares = IntStream.range(0, means.length)
                .mapToDouble(bin -> (means[bin] - mean) * (means[bin] - mean) * weights[bin])
                .sum();
        return Math.sqrt(squares / all);
    }
}
