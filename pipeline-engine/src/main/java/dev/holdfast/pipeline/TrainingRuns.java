package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import dev.holdfast.tracking.DatasetInput;
import dev.holdfast.tracking.Metric;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.RunStatus;
import dev.holdfast.tracking.Runs;
import dev.holdfast.training.TrainedModel;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Records trainings where data scientists look for them. */
@Component("pipelineTrainingRuns")
class TrainingRuns {
    private final Runs runs;
    private final StepQueue queue;
    private final Lineages lineages;
    private final Clock clock;

    TrainingRuns(Runs runs, StepQueue queue, Lineages lineages, Clock clock) {
        this.runs = runs;
        this.queue = queue;
        this.lineages = lineages;
        this.clock = clock;
    }

    /** Starts the tracking run of an attempt, and ends that of an earlier attempt which died. */
    String start(StepContext context, StepSpec.Train spec) {
        queue.remembered(context.claim())
                .filter(earlier -> !runs.get(earlier).status().isEnd())
                .ifPresent(earlier -> runs.finish(earlier, RunStatus.KILLED, null, context.actor()));
        ActiveRun run = context.run();
        Map<String, String> tags = new HashMap<>();
        tags.put("holdfast.pipeline", run.pipeline());
        tags.put("holdfast.pipeline.version", Integer.toString(run.version().version()));
        tags.put("holdfast.pipeline.digest", run.version().digest().toString());
        tags.put("holdfast.pipeline.run", run.id().toString());
        tags.put("holdfast.pipeline.step", spec.name());
        tags.put("holdfast.java", Runtime.version().toString());
        if (run.run().gitCommit() != null) {
            tags.put("mlflow.source.git.commit", run.run().gitCommit());
        }
        String experiment = spec.experiment() == null ? run.pipeline() : spec.experiment();
        String id = runs.start(new RunStart(experiment, run.pipeline() + "-" + spec.name(), tags), context.actor())
                .runId();
        queue.remember(context.claim(), id);
        for (Lineages.Source source : lineages.sources(run, spec.data())) {
            runs.logInput(id, new DatasetInput(source.dataset(), source.version(), source.digest(), "training"));
        }
        return id;
    }

    /** Records what the training was and ends the run. */
    void finish(StepContext context, String id, StepSpec.Train spec, TrainedModel model) {
        Map<String, String> params = new TreeMap<>(model.params());
        params.put("algorithm", spec.algorithm());
        params.put("label", spec.label());
        params.put("seed", Long.toString(spec.seed()));
        params.put("holdout_share", Double.toString(spec.holdout().share()));
        if (spec.holdout().orderBy() != null) {
            params.put("holdout_order_by", spec.holdout().orderBy());
        }
        runs.logParams(id, params);
        Instant now = clock.instant();
        runs.logMetrics(
                id,
                model.metrics().stream()
                        .map(metric -> new Metric(metric.key(), metric.value(), now, metric.step()))
                        .toList());
        Map<String, String> tags = new TreeMap<>();
        TrainExecutor.libraries(model).forEach((library, version) -> tags.put("holdfast.library." + library, version));
        tags.put("holdfast.model.digest", Digest.of(model.onnx()).toString());
        runs.setTags(id, tags);
        runs.finish(id, RunStatus.FINISHED, null, context.actor());
    }

    /** Ends the run of a training that failed or was stopped. */
    void abandon(StepContext context, String id) {
        RunStatus status = context.cancellation().requested() ? RunStatus.KILLED : RunStatus.FAILED;
        runs.finish(id, status, null, context.actor());
    }

    /** Adds figures on held-out rows. */
    void evaluated(String id, Map<String, Double> metrics) {
        Instant now = clock.instant();
        runs.logMetrics(
                id,
                metrics.entrySet().stream()
                        .map(metric -> new Metric(metric.getKey(), metric.getValue(), now, 0))
                        .toList());
    }

    /** Notes which rows the figures are of. */
    void evaluatedOn(String id, List<Lineages.Source> sources) {
        for (Lineages.Source source : sources) {
            runs.logInput(id, new DatasetInput(source.dataset(), source.version(), source.digest(), "evaluation"));
        }
    }
}
