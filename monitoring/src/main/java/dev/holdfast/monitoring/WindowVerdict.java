package dev.holdfast.monitoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the counts of a closed window say.
 *
 * @param judged whether the window has rows enough
 * @param features by name
 */
record WindowVerdict(boolean judged, List<ColumnDrift> features, List<ColumnDrift> predictions) {
    static WindowVerdict of(ClosedWindow closed, DriftRules rules) {
        TrafficWindow window = closed.window();
        return new WindowVerdict(
                window.rows() >= rules.leastRows(),
                compare(window.inputs(), closed.reference().inputs(), window.ignored(), rules),
                compare(window.outputs(), closed.reference().outputs(), List.of(), rules));
    }

    private static List<ColumnDrift> compare(
            Map<String, ColumnCounts> counts,
            Map<String, ReferenceColumn> reference,
            List<String> ignored,
            DriftRules rules) {
        List<String> compared = counts.keySet().stream()
                // Columns of the training data that are no inputs of the model were never counted.
                .filter(name -> reference.containsKey(name)
                        && Objects.requireNonNull(counts.get(name)).total() > 0)
                .sorted()
                .toList();
        ColumnComparison comparison = new ColumnComparison(rules, (int)
                compared.stream().filter(name -> !ignored.contains(name)).count());
        List<ColumnDrift> drifts = new ArrayList<>();
        for (String name : compared) {
            ColumnDrift drift = comparison.compare(
                    Objects.requireNonNull(reference.get(name)), Objects.requireNonNull(counts.get(name)));
            drifts.add(ignored.contains(name) ? drift.notJudged() : drift);
        }
        return drifts;
    }

    boolean inputDrifted() {
        return judged && features.stream().anyMatch(ColumnDrift::drifted);
    }

    boolean predictionDrifted() {
        return judged && predictions.stream().anyMatch(ColumnDrift::drifted);
    }

    int featuresDrifted() {
        return (int) features.stream().filter(ColumnDrift::drifted).count();
    }

    @Nullable
    Double worstPsi() {
        return features.stream()
                .map(ColumnDrift::score)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    static List<DriftedFeature> drifted(List<ColumnDrift> columns) {
        return columns.stream()
                .filter(ColumnDrift::drifted)
                .map(column -> new DriftedFeature(
                        column.name(),
                        Objects.requireNonNull(column.method()),
                        Objects.requireNonNull(column.score()),
                        Objects.requireNonNull(column.threshold()),
                        column.n()))
                .sorted(Comparator.comparingDouble((DriftedFeature feature) -> feature.score() / feature.threshold())
                        .reversed())
                .toList();
    }

    static List<FeatureScore> scores(List<ColumnDrift> columns) {
        return columns.stream()
                .map(column -> new FeatureScore(
                        column.name(),
                        column.method(),
                        column.score(),
                        column.threshold(),
                        column.n(),
                        column.drifted()))
                .toList();
    }
}
