package dev.holdfast.pipeline;

import dev.holdfast.runtime.LoadedModel;
import dev.holdfast.runtime.ModelRuntime;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.training.EvaluationReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Scores a model on rows whose labels are known. */
@Component("pipelineEvaluateExecutor")
class EvaluateExecutor implements StepExecutor {
    private final ModelRuntime runtime;
    private final Scorer scorer;
    private final TrainingRuns tracking;
    private final Lineages lineages;
    private final BlobStore blobs;
    private final Json json;

    EvaluateExecutor(
            ModelRuntime runtime, Scorer scorer, TrainingRuns tracking, Lineages lineages, BlobStore blobs, Json json) {
        this.runtime = runtime;
        this.scorer = scorer;
        this.tracking = tracking;
        this.lineages = lineages;
        this.blobs = blobs;
        this.json = json;
    }

    @Override
    public StepKind kind() {
        return StepKind.EVALUATE;
    }

    @Override
    public StepResult execute(StepContext context) throws IOException {
        StepSpec.Evaluate spec = context.spec(StepSpec.Evaluate.class);
        Artifact modelArtifact = context.input(spec.model());
        ModelFacts facts = json.facts(modelArtifact.facts(), ModelFacts.class);
        StepContext.Table table = context.table(spec.data());
        Scorer.Rows rows = new Scorer.Rows(table.file(), table.format(), facts.label());
        EvaluationReport report;
        try (LoadedModel model = runtime.load(context.file(modelArtifact.requiredDigest()))) {
            report = scorer.evaluate(
                    model,
                    facts.task().equals(ModelFacts.CLASSIFICATION),
                    facts.classes(),
                    rows,
                    context.cancellation());
        }
        tracking.evaluated(facts.trackingRunId(), report.metrics());
        tracking.evaluatedOn(facts.trackingRunId(), lineages.sources(context.run(), spec.data()));
        EvaluationFacts evaluation = new EvaluationFacts(
                facts.task(),
                facts.label(),
                report.rows(),
                new TreeMap<>(report.metrics()),
                table.artifact().requiredDigest(),
                table.format().name().toLowerCase(Locale.ROOT));
        Blob blob = blobs.write(new ByteArrayInputStream(json.bytes(report)));
        context.log("On " + report.rows() + " rows: " + describe(report.metrics()));
        return StepResult.of(
                new Artifact("report", OutputKind.EVALUATION, blob.digest(), blob.sizeBytes(), json.facts(evaluation)));
    }

    private static String describe(Map<String, Double> metrics) {
        StringBuilder text = new StringBuilder();
        metrics.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(' ')
                .append(String.format(Locale.ROOT, "%.4f", value)));
        return text.append('.').toString();
    }
}
