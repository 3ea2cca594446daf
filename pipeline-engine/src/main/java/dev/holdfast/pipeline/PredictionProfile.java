package dev.holdfast.pipeline;

import dev.holdfast.dataset.ColumnProfile;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.runtime.LoadedModel;
import dev.holdfast.runtime.ModelRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a model predicts on the rows held out from its training: the reference for what it will predict live. */
@Component("pipelinePredictionProfile")
class PredictionProfile {
    private static final String COLUMN = "prediction";
    private static final int TWO_CLASSES = 2;

    private final ModelRuntime runtime;
    private final Scorer scorer;
    private final Datasets datasets;

    PredictionProfile(ModelRuntime runtime, Scorer scorer, Datasets datasets) {
        this.runtime = runtime;
        this.scorer = scorer;
        this.datasets = datasets;
    }

    /**
     * The bins: of the numbers of a regression, of the probability of the second of two classes, or else of the predicted classes.
     * Absent where no rows were held out.
     */
    @Nullable
    ReferenceBins of(StepContext context, Path onnx, ModelFacts facts) throws IOException {
        if (facts.holdout() == null) {
            return null;
        }
        Scorer.Rows rows = new Scorer.Rows(context.file(facts.holdout()), DatasetFormat.PARQUET, facts.label());
        boolean classification = facts.task().equals(ModelFacts.CLASSIFICATION);
        Scorer.Predictions predictions;
        try (LoadedModel model = runtime.load(onnx)) {
            predictions = scorer.predict(model, classification, rows, context.cancellation());
        }
        // The dataset module knows how to make bins of a column: the predictions become one.
        Path file = context.scratch().resolve("predictions.csv");
        Files.write(file, lines(predictions, classification && facts.classes().size() == TWO_CLASSES));
        return datasets.profile(file, DatasetFormat.CSV)
                .column(COLUMN)
                .map(ColumnProfile::bins)
                .orElse(null);
    }

    private static List<String> lines(Scorer.Predictions predictions, boolean twoClasses) {
        List<String> lines = new ArrayList<>();
        lines.add(COLUMN);
        if (predictions.labels().length == 0) {
            for (double value : predictions.values()) {
                lines.add(Double.toString(value));
            }
        } else if (twoClasses && predictions.probabilities().length > 0) {
            for (float[] probabilities : predictions.probabilities()) {
                lines.add(Float.toString(probabilities[probabilities.length - 1]));
            }
        } else {
            for (String label : predictions.labels()) {
                lines.add('"' + label.replace("\"", "\"\"") + '"');
            }
        }
        return lines;
    }
}
