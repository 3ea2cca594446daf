package dev.holdfast.pipeline;

import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.model.DatasetReference;
import dev.holdfast.model.GateVerdict;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.monitoring.Monitoring;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes a model a version of a registered model. The version, its aliases and its reference profile are written in the very
 * transaction that ends the step: a server that dies in between leaves none of them, so no attempt registers twice.
 */
@Component("pipelineRegisterExecutor")
class RegisterExecutor implements StepExecutor {
    private final Models models;
    private final Monitoring monitoring;
    private final OutputStore outputs;
    private final Lineages lineages;
    private final PredictionProfile predictionProfile;
    private final BlobStore blobs;
    private final Json json;

    RegisterExecutor(
            Models models,
            Monitoring monitoring,
            OutputStore outputs,
            Lineages lineages,
            PredictionProfile predictionProfile,
            BlobStore blobs,
            Json json) {
        this.models = models;
        this.monitoring = monitoring;
        this.outputs = outputs;
        this.lineages = lineages;
        this.predictionProfile = predictionProfile;
        this.blobs = blobs;
        this.json = json;
    }

    @Override
    public StepKind kind() {
        return StepKind.REGISTER;
    }

    @Override
    public StepResult execute(StepContext context) throws IOException {
        StepSpec.Register spec = context.spec(StepSpec.Register.class);
        Artifact model = context.input(spec.model());
        ModelFacts facts = json.facts(model.facts(), ModelFacts.class);
        Path file = context.file(model.requiredDigest());
        DatasetProfile profile = profile(facts);
        ReferenceBins predictions = predictionProfile.of(context, file, facts);
        ModelRegistration registration = registration(context, spec, model, facts, file);
        return new StepResult(() -> List.of(register(context, spec, registration, profile, predictions)));
    }

    private Artifact register(
            StepContext context,
            StepSpec.Register spec,
            ModelRegistration registration,
            DatasetProfile profile,
            @Nullable ReferenceBins predictions) {
        ModelVersion version = models.register(registration, context.actor());
        monitoring.storeReference(version.model(), version.version(), profile, predictions);
        for (String alias : spec.aliases()) {
            models.setAlias(version.model(), alias, version.version(), context.actor());
        }
        context.log("Registered " + version.model() + " version " + version.version() + ", " + version.digest() + ".");
        return new Artifact(
                "version",
                OutputKind.VERSION,
                version.digest(),
                version.sizeBytes(),
                Map.of("model", version.model(), "version", version.version()));
    }

    private ModelRegistration registration(
            StepContext context, StepSpec.Register spec, Artifact model, ModelFacts facts, Path file) {
        Map<String, Double> metrics = new TreeMap<>();
        GateVerdict verdict = null;
        List<DatasetReference> datasets = new ArrayList<>(references(context, spec.model(), "training"));
        if (spec.gate() != null) {
            verdict = json.facts(context.input(spec.gate()).facts(), GateVerdict.class);
            StepSpec.Gate gate =
                    (StepSpec.Gate) context.run().definition().step(spec.gate().source());
            metrics.putAll(evaluation(context, gate.evaluation()).metrics());
            StepSpec.Evaluate evaluate = (StepSpec.Evaluate)
                    context.run().definition().step(gate.evaluation().source());
            datasets.addAll(references(context, evaluate.data(), "evaluation"));
        }
        Map<String, String> tags = new HashMap<>(spec.tags());
        tags.put("holdfast.pipeline", context.run().pipeline());
        tags.put(
                "holdfast.pipeline.version",
                Integer.toString(context.run().version().version()));
        tags.put("holdfast.pipeline.step", spec.name());
        return new ModelRegistration(
                spec.as(),
                file,
                ModelFormat.ONNX,
                facts.trackingRunId(),
                context.run().id().toString(),
                datasets,
                metrics,
                verdict,
                tags,
                null,
                model.facts());
    }

    private EvaluationFacts evaluation(StepContext context, Reference reference) {
        return outputs.find(context.run().id(), reference.source(), reference.output())
                .map(artifact -> json.facts(artifact.facts(), EvaluationFacts.class))
                .orElseThrow(() -> new IllegalStateException("No evaluation " + reference.text()));
    }

    private List<DatasetReference> references(StepContext context, Reference reference, String role) {
        return lineages.sources(context.run(), reference).stream()
                .map(source -> new DatasetReference(role, source.dataset(), source.version(), source.digest()))
                .toList();
    }

    private DatasetProfile profile(ModelFacts facts) throws IOException {
        try (InputStream profile = blobs.open(facts.profile())) {
            return json.read(profile.readAllBytes(), DatasetProfile.class);
        }
    }
}
