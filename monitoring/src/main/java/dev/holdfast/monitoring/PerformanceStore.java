package dev.holdfast.monitoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sums up the labels of a deployment by release. */
@Component
class PerformanceStore {
    private static final int WINDOWS_SHOWN = 50;
    private static final int CELLS_SHOWN = 400;
    private static final List<String> METRICS = List.of("accuracy", "rmse", "mae");

    private final JdbcClient database;
    private final LabelledWindowStore windows;
    private final WindowStore traffic;
    private final ModelFacts facts;

    PerformanceStore(JdbcClient database, LabelledWindowStore windows, WindowStore traffic, ModelFacts facts) {
        this.database = database;
        this.windows = windows;
        this.traffic = traffic;
        this.facts = facts;
    }

    private record Sums(
            boolean classification,
            long rows,
            long correct,
            double error,
            double absolute,
            double squared,
            double meanLagSeconds) {}

    /** A release and the model version that it serves. */
    record Served(String model, int modelVersion) {}

    /** @param served what each release of the deployment serves, for those that have traffic or labels */
    Performance of(String deployment, IntFunction<Served> served) {
        Map<Integer, Long> predicted = traffic.rowsByRelease(deployment);
        Map<Integer, Sums> labelled = sums(deployment);
        TreeMap<Integer, ReleasePerformance> releases = new TreeMap<>();
        predicted
                .keySet()
                .forEach(release -> releases.put(release, of(deployment, release, served, predicted, labelled)));
        labelled.keySet()
                .forEach(release -> releases.put(release, of(deployment, release, served, predicted, labelled)));
        return new Performance(deployment, List.copyOf(releases.descendingMap().values()));
    }

    private ReleasePerformance of(
            String deployment,
            int release,
            IntFunction<Served> served,
            Map<Integer, Long> predicted,
            Map<Integer, Sums> labelled) {
        Served model = served.apply(release);
        Sums sums = labelled.get(release);
        long labels = sums == null ? 0 : sums.rows();
        // Windows are kept as long as labels, but a label can outlive its window by hours.
        long rows = Math.max(labels, predicted.getOrDefault(release, 0L));
        return new ReleasePerformance(
                release,
                model.model(),
                model.modelVersion(),
                rows,
                labels,
                rows == 0 ? null : labels / (double) rows,
                sums == null ? null : sums.meanLagSeconds(),
                sums == null ? null : sums.classification() ? "classification" : "regression",
                metrics(sums),
                references(model),
                sums != null && sums.classification() ? confusion(deployment, release) : List.of(),
                windows.newest(deployment, release, WINDOWS_SHOWN).stream()
                        .map(window -> window.toWindow(release))
                        .toList());
    }

    private static Map<String, Double> metrics(@Nullable Sums sums) {
        return sums == null
                ? Map.of()
                : LabelledRows.metrics(
                        sums.classification(),
                        sums.rows(),
                        sums.correct(),
                        sums.error(),
                        sums.absolute(),
                        sums.squared());
    }

    private Map<String, Double> references(Served model) {
        Map<String, Double> known =
                facts.of(model.model(), model.modelVersion()).metrics();
        Map<String, Double> references = new LinkedHashMap<>();
        for (String metric : METRICS) {
            Double value = known.get(metric);
            if (value != null) {
                references.put(metric, value);
            }
        }
        return references;
    }

    private Map<Integer, Sums> sums(String deployment) {
        Map<Integer, Sums> sums = new TreeMap<>();
        database.sql("""
                        SELECT release, bool_or(predicted_class IS NOT NULL), count(*),
                            count(*) FILTER (WHERE predicted_class = true_class),
                            coalesce(sum(predicted_number - true_number), 0),
                            coalesce(sum(abs(predicted_number - true_number)), 0),
                            coalesce(sum((predicted_number - true_number) ^ 2), 0),
                            avg(greatest(0, extract(epoch FROM observed_at - predicted_at)))
                        FROM monitoring.label WHERE deployment = ? GROUP BY release
                        """).param(deployment).query(row -> {
            sums.put(
                    row.getInt(1),
                    new Sums(
                            row.getBoolean(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getDouble(5),
                            row.getDouble(6),
                            row.getDouble(7),
                            row.getDouble(8)));
        });
        return sums;
    }

    private List<ReleasePerformance.ConfusionCell> confusion(String deployment, int release) {
        return database.sql("""
                        SELECT true_class, predicted_class, count(*) AS cell_rows FROM monitoring.label
                        WHERE deployment = ? AND release = ? GROUP BY true_class, predicted_class
                        ORDER BY cell_rows DESC, true_class, predicted_class LIMIT ?
                        """)
                .params(deployment, release, CELLS_SHOWN)
                .query((row, number) ->
                        new ReleasePerformance.ConfusionCell(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }
}
