package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trains a model from a table. The same table, spec and versions of libraries give the same bytes. */
public final class Trainers {
    private static final int FEWEST_ROWS = 10;
    private static final int FEWEST_OF_CLASS = 2;

    private Trainers() {}

    /** As {@link #train(TrainingTable, TrainingTable, TrainingSpec, Progress)} without validation rows. */
    public static TrainedModel train(TrainingTable table, TrainingSpec spec, Progress progress) {
        return train(table, null, spec, progress);
    }

    /**
     * Trains.
     *
     * @param table the training rows
     * @param validation rows that are only measured on, per step, and that early stopping goes by; needs the same columns
     * @param spec what to train
     * @param progress who follows
     * @throws ProblemException if table or spec cannot be trained on: field, value and what to do
     * @throws java.util.concurrent.CancellationException if {@code progress} says that the training is cancelled
     */
    public static TrainedModel train(
            TrainingTable table, @Nullable TrainingTable validation, TrainingSpec spec, Progress progress) {
        Params params = new Params(spec.params());
        int mostCategories = params.integer("max_categories", 100, 1, 10_000);
        Trainer trainer = trainer(spec, params);
        params.requireAllKnown(spec.algorithm());

        LabelEncoder label = LabelEncoder.fit(table, spec);
        LabelEncoder.Labels labels = label.encode(table);
        requireRows(table, label, labels, progress);
        boolean linear = spec.algorithm() != Algorithm.GRADIENT_BOOSTED_TREES;
        Features features = new FeatureSelection(table, labels.rows(), !linear, mostCategories, progress).select(spec);
        int missing = linear ? LinearDesign.MOST_FREQUENT : FeatureEncoder.Categorical.NONE;
        Dataset training = new Dataset(EncodedTable.of(table, labels.rows(), features, missing), labels.values());

        Fitted fitted = trainer.fit(
                training, validation(validation, label, features, missing), features, label, new Steps(progress));
        return new TrainedModel(
                fitted.onnx(),
                label.task(),
                label.column(),
                features.names(),
                features.dropped(),
                label.classes(),
                training.rows(),
                params.effective(),
                fitted.metrics(),
                shares(fitted.importance(), features.names()),
                libraries(spec.algorithm()));
    }

    private interface Trainer {
        Fitted fit(Dataset training, @Nullable Dataset validation, Features features, LabelEncoder label, Steps steps);
    }

    private static Trainer trainer(TrainingSpec spec, Params params) {
        return switch (spec.algorithm()) {
            case LOGISTIC_REGRESSION -> new LogisticRegression(params)::fit;
            case LINEAR_REGRESSION -> {
                LinearRegression regression = new LinearRegression(params);
                yield (training, validation, features, label, steps) ->
                        regression.fit(training, validation, features, steps);
            }
            case GRADIENT_BOOSTED_TREES -> new BoostedTrees(params, spec.seed())::fit;
        };
    }

    private static void requireRows(
            TrainingTable table, LabelEncoder label, LabelEncoder.Labels labels, Progress progress) {
        int rows = labels.rows().length;
        if (rows < FEWEST_ROWS) {
            throw ProblemException.invalid(
                    "data",
                    rows,
                    "rows have a value of " + label.column() + "; training needs at least " + FEWEST_ROWS);
        }
        if (rows < table.rows()) {
            progress.message((table.rows() - rows) + " of " + table.rows()
                    + " rows are left out: they have no value of " + label.column() + ".");
        }
        int[] counts = new int[label.classes().size()];
        if (counts.length > 0) {
            for (double code : labels.values()) {
                counts[(int) code]++;
            }
        }
        for (int position = 0; position < counts.length; position++) {
            if (counts[position] < FEWEST_OF_CLASS) {
                progress.message(
                        "Class " + label.classes().get(position) + " has a single row: too little to learn it.");
            }
        }
    }

    private static @Nullable Dataset validation(
            @Nullable TrainingTable table, LabelEncoder label, Features features, int missing) {
        if (table == null) {
            return null;
        }
        LabelEncoder.Labels labels = label.encode(table);
        if (labels.rows().length == 0) {
            throw ProblemException.invalid(
                    "validation",
                    0,
                    "rows have a known value of " + label.column() + "; give rows with labels, or none");
        }
        return new Dataset(EncodedTable.of(table, labels.rows(), features, missing), labels.values());
    }

    /** Scaled to a sum of 1, the most important first; all zero where no feature tells anything. */
    private static Map<String, Double> shares(Map<String, Double> importance, List<String> order) {
        double sum = 0;
        for (String name : order) {
            sum += importance.getOrDefault(name, 0.0);
        }
        List<Map.Entry<String, Double>> shares = new ArrayList<>();
        for (String name : order) {
            shares.add(Map.entry(name, sum > 0 ? importance.getOrDefault(name, 0.0) / sum : 0));
        }
        shares.sort(Map.Entry.<String, Double>comparingByValue().reversed());
        Map<String, Double> sorted = new LinkedHashMap<>();
        shares.forEach(share -> sorted.put(share.getKey(), share.getValue()));
        return sorted;
    }

    private static Map<String, String> libraries(Algorithm algorithm) {
        Map<String, String> libraries = new TreeMap<>();
        libraries.put("jvm", Runtime.version().toString());
        libraries.put("jvm_vendor", System.getProperty("java.vendor", "unknown"));
        libraries.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        switch (algorithm) {
            case GRADIENT_BOOSTED_TREES -> libraries.put("xgboost", LibraryVersions.xgboost());
            case LINEAR_REGRESSION -> libraries.put("hipparchus", LibraryVersions.hipparchus());
            case LOGISTIC_REGRESSION -> {}
        }
        return libraries;
    }
}
