package dev.holdfast.monitoring;

import dev.holdfast.dataset.CategoricalBins;
import dev.holdfast.dataset.NumericBins;
import dev.holdfast.dataset.ReferenceBins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the first values of a column that has no reference, and makes one of them. */
final class FirstRows {
    private final boolean text;
    private final List<String> texts = new ArrayList<>();
    private final double[] numbers;
    private int count;

    FirstRows(boolean text, int capacity) {
        this.text = text;
        numbers = new double[text ? 0 : capacity];
    }

    void add(double value) {
        numbers[count++] = value;
    }

    void add(String value) {
        texts.add(value);
    }

    ReferenceBins toBins() {
        return text ? categorical() : numeric();
    }

    private ReferenceBins categorical() {
        Map<String, Long> counts = new HashMap<>();
        texts.forEach(value -> counts.merge(value, 1L, Long::sum));
        Long missing = counts.remove("");
        List<Map.Entry<String, Long>> frequent = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(CategoricalBins.MAX_CATEGORIES)
                .toList();
        long listed = frequent.stream().mapToLong(Map.Entry::getValue).sum();
        long nulls = missing == null ? 0 : missing;
        return new CategoricalBins(
                frequent.stream().map(Map.Entry::getKey).toList(),
                frequent.stream().map(Map.Entry::getValue).toList(),
                texts.size() - nulls - listed,
                nulls);
    }

    private ReferenceBins numeric() {
        double[] values = Arrays.stream(numbers, 0, count)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        long nans = Arrays.stream(numbers, 0, count).filter(Double::isNaN).count();
        long below = Arrays.stream(numbers, 0, count)
                .filter(x -> x == Double.NEGATIVE_INFINITY)
                .count();
        double[] edges = edges(values);
        ColumnCounts counts = new ColumnCounts(new NumericGrid(edges));
        Arrays.stream(values).forEach(counts::add);
        int bins = Math.max(0, edges.length - 1);
        return new NumericBins(
                Arrays.stream(edges).boxed().toList(),
                Arrays.stream(counts.counts()).limit(bins).boxed().toList(),
                Arrays.stream(counts.sums()).limit(bins).boxed().toList(),
                below,
                count - nans - below - values.length,
                0,
                nans);
    }

    /** As the profile of a dataset has them: inner edges halfway between neighbouring values, about equally many values between two edges. */
    private static double[] edges(double[] sorted) {
        if (sorted.length == 0) {
            return new double[0];
        }
        double[] edges = new double[NumericBins.MAX_BINS + 1];
        int used = 0;
        edges[used++] = sorted[0];
        double perBin = sorted.length / (double) NumericBins.MAX_BINS;
        double wanted = perBin;
        for (int i = 1; i < sorted.length; i++) {
            if (i >= wanted && sorted[i] > sorted[i - 1]) {
                double middle = sorted[i - 1] / 2 + sorted[i] / 2;
                edges[used++] = middle > sorted[i - 1] ? middle : sorted[i];
                wanted = i + perBin;
            }
        }
        double last = sorted[sorted.length - 1];
        edges[used] = last > edges[used - 1] ? last : Math.nextUp(edges[used - 1]);
        return Arrays.copyOf(edges, used + 1);
    }
}
