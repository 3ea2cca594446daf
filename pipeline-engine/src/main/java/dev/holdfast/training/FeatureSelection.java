package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the usable features, tells about the others, and learns the categories. */
final class FeatureSelection {
    private static final Set<String> OUTPUTS = Set.of("label", "probabilities", "prediction");

    private final TrainingTable table;
    private final int[] rows;
    private final boolean missingTells;
    private final int mostCategories;
    private final Progress progress;
    private final Map<String, String> dropped = new LinkedHashMap<>();

    /** {@code missingTells}: whether the model can learn from a value being missing. */
    FeatureSelection(TrainingTable table, int[] rows, boolean missingTells, int mostCategories, Progress progress) {
        this.table = table;
        this.rows = rows;
        this.missingTells = missingTells;
        this.mostCategories = mostCategories;
        this.progress = progress;
    }

    Features select(TrainingSpec spec) {
        List<FeatureEncoder> encoders = new ArrayList<>();
        for (TrainingColumn column : candidates(spec)) {
            @Nullable
            FeatureEncoder encoder = switch (column) {
                case NumericColumn numbers -> numeric(numbers);
                case CategoricalColumn texts -> categorical(texts);
            };
            if (encoder != null) {
                encoders.add(encoder);
            }
        }
        if (encoders.isEmpty()) {
            throw ProblemException.invalid(
                    "features",
                    String.join(", ", dropped.keySet()),
                    "leave nothing to learn from: " + (dropped.isEmpty() ? "there is no column but the label" : dropped)
                            + "; name columns whose values differ between rows");
        }
        return new Features(encoders, dropped);
    }

    private List<TrainingColumn> candidates(TrainingSpec spec) {
        Set<String> names = new LinkedHashSet<>(spec.features());
        if (names.isEmpty()) {
            table.columns().forEach(column -> names.add(column.name()));
            names.remove(spec.label());
        } else if (names.contains(spec.label())) {
            throw ProblemException.invalid("features", spec.label(), "is the label; leave it out");
        }
        List<TrainingColumn> columns = new ArrayList<>();
        for (String name : names) {
            if (OUTPUTS.contains(name)) {
                throw ProblemException.invalid(
                        "features", name, "is the name of a model's output; rename the column or leave it out");
            }
            columns.add(table.column(name)
                    .orElseThrow(() -> ProblemException.invalid(
                            "features", name, "is not a column of the data; it has " + Columns.names(table))));
        }
        return columns;
    }

    private @Nullable FeatureEncoder numeric(NumericColumn column) {
        float first = Float.NaN;
        boolean varies = false;
        int missing = 0;
        int infinite = 0;
        for (int row : rows) {
            double raw = column.values()[row];
            float value = FeatureEncoder.Numeric.encode(raw);
            if (Float.isNaN(value)) {
                missing++;
                infinite += Double.isNaN(raw) ? 0 : 1;
            } else if (Float.isNaN(first)) {
                first = value;
            } else {
                varies |= value != first;
            }
        }
        if (infinite > 0) {
            progress.message("Feature " + column.name() + ": " + infinite
                    + " infinite values (or beyond 32-bit floats) are taken as missing.");
        }
        if (missing == rows.length) {
            return drop(column, "has no value in any row");
        }
        if (!varies && (missing == 0 || !missingTells)) {
            return drop(column, "has the same value, " + first + ", in every row");
        }
        return new FeatureEncoder.Numeric(column.name());
    }

    private @Nullable FeatureEncoder categorical(CategoricalColumn column) {
        Map<String, Integer> counts = new HashMap<>();
        int present = 0;
        for (int row : rows) {
            @Nullable String value = column.values()[row];
            if (Columns.present(value)) {
                counts.merge(value, 1, Integer::sum);
                present++;
            }
        }
        if (present == 0) {
            return drop(column, "has no value in any row");
        }
        if (counts.size() == 1 && (present == rows.length || !missingTells)) {
            return drop(column, "has the same value in every row");
        }
        if (counts.size() > mostCategories && counts.size() > present / 2) {
            return drop(
                    column,
                    "looks like an id or free text: " + counts.size() + " distinct values in " + present + " rows");
        }
        List<String> categories = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(mostCategories)
                .map(Map.Entry::getKey)
                .toList();
        boolean other = counts.size() > categories.size();
        if (other) {
            progress.message("Feature " + column.name() + ": of " + counts.size() + " categories the "
                    + categories.size() + " most frequent are kept, the rest are one.");
        }
        return new FeatureEncoder.Categorical(column.name(), categories, other);
    }

    private @Nullable FeatureEncoder drop(TrainingColumn column, String reason) {
        dropped.put(column.name(), reason);
        progress.message("Feature " + column.name() + " is left out: it " + reason + ".");
        return null;
    }
}
