package dev.holdfast.pipeline;

import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.training.Algorithm;
import dev.holdfast.training.Progress;
import dev.holdfast.training.StepMetric;
import dev.holdfast.training.Task;
import dev.holdfast.training.TrainedModel;
import dev.holdfast.training.Trainers;
import dev.holdfast.training.TrainingSpec;
import dev.holdfast.training.TrainingTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Trains a model on the rows that are not held out, and records how in a tracking run. */
@Component("pipelineTrainExecutor")
class TrainExecutor implements StepExecutor {
    private final Datasets datasets;
    private final BlobStore blobs;
    private final HoldoutSplit split;
    private final TrainingRuns tracking;
    private final Json json;

    TrainExecutor(Datasets datasets, BlobStore blobs, HoldoutSplit split, TrainingRuns tracking, Json json) {
        this.datasets = datasets;
        this.blobs = blobs;
        this.split = split;
        this.tracking = tracking;
        this.json = json;
    }

    @Override
    public StepKind kind() {
        return StepKind.TRAIN;
    }

    @Override
    public StepResult execute(StepContext context) throws IOException, SQLException {
        StepSpec.Train spec = context.spec(StepSpec.Train.class);
        StepContext.Table table = context.table(spec.data());
        String orderBy = orderBy(context, table, spec);
        TrainingColumns columns =
                TrainingColumns.choose(spec, orderBy, datasets.columns(table.file(), table.format()), context::log);
        HoldoutSplit.Parts parts = split.split(context, table, spec, orderBy);
        if (parts.unlabelled() > 0) {
            context.log(parts.unlabelled() + " rows without a label are left out.");
        }
        context.log("Training on " + parts.trainingRows() + " rows, holding out " + parts.holdoutRows() + " ("
                + (orderBy == null ? "chosen at random with seed " + spec.seed() : "the last by " + orderBy) + ").");
        TrainingTable training = columns.toTable(datasets.read(parts.training(), DatasetFormat.PARQUET, columns.all()));
        String run = tracking.start(context, spec);
        try {
            TrainedModel model = Trainers.train(training, toSpec(spec, columns), new Following(context, spec));
            StepResult result = result(context, spec, parts, model, run);
            tracking.finish(context, run, spec, model);
            return result;
        } catch (RuntimeException | IOException e) {
            tracking.abandon(context, run);
            throw e;
        }
    }

    /** The order to hold out by; rows of live traffic are in the order of their predictions, whatever columns they have. */
    private @Nullable String orderBy(StepContext context, StepContext.Table table, StepSpec.Train spec) {
        String orderBy = spec.holdout().orderBy();
        if (orderBy == null
                || !table.artifact().facts().containsKey(TrafficExecutor.IN_PREDICTION_ORDER)
                || datasets.columns(table.file(), table.format()).stream()
                        .anyMatch(column -> column.name().equals(orderBy))) {
            return orderBy;
        }
        context.log("The traffic has no column " + orderBy
                + "; its rows are in the order of their predictions, which is" + " taken instead.");
        return StepSpec.Holdout.FILE_ORDER;
    }

    private StepResult result(
            StepContext context, StepSpec.Train spec, HoldoutSplit.Parts parts, TrainedModel model, String run)
            throws IOException {
        List<Artifact> made = new ArrayList<>();
        Artifact holdout = null;
        if (parts.holdout() != null) {
            holdout = context.store(
                    "holdout",
                    OutputKind.TABLE,
                    parts.holdout(),
                    Map.of("format", "parquet", "rows", parts.holdoutRows()));
            made.add(holdout);
        }
        Blob profile = blobs.write(
                new ByteArrayInputStream(json.bytes(datasets.profile(parts.training(), DatasetFormat.PARQUET))));
        made.add(new Artifact("profile", OutputKind.PROFILE, profile.digest(), profile.sizeBytes(), Map.of()));
        Blob onnx = blobs.write(new ByteArrayInputStream(model.onnx()));
        ModelFacts facts = new ModelFacts(
                model.label(),
                wire(model.task()),
                model.classes(),
                model.features(),
                model.droppedFeatures(),
                spec.algorithm(),
                model.rows(),
                spec.seed(),
                new TreeMap<>(model.params()),
                new TreeMap<>(model.importance()),
                libraries(model),
                holdout == null ? null : holdout.digest(),
                profile.digest(),
                run);
        made.add(new Artifact("model", OutputKind.MODEL, onnx.digest(), onnx.sizeBytes(), json.facts(facts)));
        context.log("Trained " + spec.algorithm() + " on " + model.features().size() + " features: " + onnx.digest()
                + ", " + onnx.sizeBytes() + " bytes.");
        return StepResult.of(made);
    }

    /** What trained the model, the JVM among it. */
    static Map<String, String> libraries(TrainedModel model) {
        Map<String, String> libraries = new TreeMap<>(EngineLibraries.versions());
        libraries.putAll(model.libraries());
        libraries.put("java", Runtime.version().toString());
        return libraries;
    }

    private static TrainingSpec toSpec(StepSpec.Train spec, TrainingColumns columns) {
        return new TrainingSpec(
                Algorithm.valueOf(spec.algorithm().toUpperCase(Locale.ROOT)),
                Task.valueOf(spec.task().toUpperCase(Locale.ROOT)),
                spec.label(),
                columns.features(),
                spec.params(),
                spec.seed());
    }

    private static String wire(Task task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    /** Lets the run show what the trainer says, and the trainer hear when the run is cancelled. */
    private static final class Following implements Progress {
        private final StepContext context;
        private final double rounds;

        Following(StepContext context, StepSpec.Train spec) {
            this.context = context;
            this.rounds = spec.params().get("rounds") instanceof Number number ? number.doubleValue() : 0;
        }

        @Override
        public void message(String text) {
            context.log(text);
        }

        @Override
        public void metric(StepMetric metric) {
            if (rounds > 0) {
                context.progress(Math.min(1, (metric.step() + 1) / rounds));
            }
        }

        @Override
        public boolean cancelled() {
            return context.cancellation().requested();
        }
    }
}
