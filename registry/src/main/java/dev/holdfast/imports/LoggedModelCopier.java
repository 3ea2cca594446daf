package dev.holdfast.imports;

import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.imports.ImportProgress.Count;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.LoggedModel;
import dev.holdfast.tracking.LoggedModelStatus;
import dev.holdfast.tracking.LoggedModels;
import dev.holdfast.tracking.MetricPoint;
import dev.holdfast.tracking.NewLoggedModel;
import dev.holdfast.tracking.RunBatch;
import dev.holdfast.tracking.Runs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Copies logged models, after the runs that made them. They keep their ids; those that are here already are completed. */
@Component
class LoggedModelCopier {
    private final LoggedModels models;
    private final Runs runs;
    private final FileCopier files;

    LoggedModelCopier(LoggedModels models, Runs runs, FileCopier files) {
        this.models = models;
        this.runs = runs;
        this.files = files;
    }

    void copy(ImportContext context, JsonNode source, long experiment, Map<Count, Long> counts) {
        JsonNode info = source.path("info");
        String modelId = Json.text(info, "model_id");
        LoggedModel here = models.takeOver(
                modelId,
                new NewLoggedModel(
                        experiment,
                        Json.textOrNull(info, "name"),
                        emptyIsNone(Json.text(info, "model_type")),
                        emptyIsNone(Json.text(info, "source_run_id")),
                        RunCopier.keyValues(source.path("data").path("params")),
                        List.of()),
                Json.number(info, "creation_timestamp_ms"),
                context.actor());
        for (KeyValue tag : RunCopier.keyValues(info.path("tags"))) {
            try {
                models.setTags(modelId, List.of(tag));
            } catch (ProblemException e) {
                context.leaveOut("tag", "logged model " + modelId + ": " + tag.key(), e.detail());
            }
        }
        figures(context, here, source.path("data").path("metrics"));
        if (context.job().request().artifacts()) {
            ArtifactPath.ofUri(here.artifactUri())
                    .ifPresent(root -> files.copy(context, FileCopier.Owner.loggedModel(modelId), root, counts));
        }
        String status = Json.text(info, "status");
        LoggedModelStatus ended = switch (status) {
            case "LOGGED_MODEL_READY", "READY" -> LoggedModelStatus.READY;
            case "LOGGED_MODEL_UPLOAD_FAILED", "FAILED" -> LoggedModelStatus.UPLOAD_FAILED;
            default -> LoggedModelStatus.PENDING;
        };
        if (ended != here.status()) {
            models.finish(modelId, ended);
        }
        counts.merge(Count.LOGGED_MODELS, 1L, Long::sum);
    }

    /** Figures of a model are points of the run that measured it, too. */
    private void figures(ImportContext context, LoggedModel here, JsonNode figures) {
        Set<LoggedModel.Figure> known = new HashSet<>(here.metrics());
        for (JsonNode metric : figures) {
            LoggedModel.Figure figure = new LoggedModel.Figure(
                    Json.text(metric, "key"),
                    Json.decimal(metric, "value"),
                    Json.number(metric, "timestamp"),
                    Json.number(metric, "step"),
                    Json.text(metric, "run_id"),
                    emptyIsNone(Json.text(metric, "dataset_name")),
                    emptyIsNone(Json.text(metric, "dataset_digest")));
            if (!known.contains(figure)) {
                try {
                    runs.log(
                            figure.runId(),
                            new RunBatch(
                                    List.of(new MetricPoint(
                                            figure.key(),
                                            figure.value(),
                                            figure.timestampMs(),
                                            figure.step(),
                                            new MetricPoint.MeasuredModel(
                                                    here.modelId(), figure.datasetName(), figure.datasetDigest()))),
                                    List.of(),
                                    List.of()));
                } catch (ProblemException e) {
                    context.leaveOut("metric", "logged model " + here.modelId() + ": " + figure.key(), e.detail());
                }
            }
        }
    }

    private static @Nullable String emptyIsNone(String text) {
        return text.isEmpty() ? null : text;
    }
}
