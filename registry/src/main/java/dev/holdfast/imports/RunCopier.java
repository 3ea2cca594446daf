package dev.holdfast.imports;

import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.imports.ImportProgress.Count;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.tracking.DatasetUse;
import dev.holdfast.tracking.Experiment;
import dev.holdfast.tracking.Experiments;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.Lifecycle;
import dev.holdfast.tracking.ModelOutput;
import dev.holdfast.tracking.NewRun;
import dev.holdfast.tracking.RunBatch;
import dev.holdfast.tracking.RunChange;
import dev.holdfast.tracking.RunInfo;
import dev.holdfast.tracking.RunStatus;
import dev.holdfast.tracking.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Copies experiments and runs. A run keeps its id; one that is here already is completed. */
@Component
class RunCopier {
    private static final String API = "/api/2.0/mlflow/";
    private static final int AT_ONCE = 100;

    private final Experiments experiments;
    private final Runs runs;
    private final HistoryCopier histories;
    private final FileCopier files;

    RunCopier(Experiments experiments, Runs runs, HistoryCopier histories, FileCopier files) {
        this.experiments = experiments;
        this.runs = runs;
        this.histories = histories;
        this.files = files;
    }

    /** The number of the experiment of the same name here, which is made where there is none. */
    long experiment(ImportContext context, JsonNode source) {
        String name = Json.text(source, "name");
        Experiment target = experiments.find(name).orElse(null);
        long id;
        if (target == null) {
            id = experiments.create(name, null, List.of(), context.actor());
        } else if (target.lifecycle() == Lifecycle.DELETED) {
            throw ProblemException.conflict("There is a deleted experiment of that name here; restore or rename it.");
        } else {
            id = target.id();
        }
        for (KeyValue tag : keyValues(source.path("tags"))) {
            try {
                experiments.setTag(id, tag);
            } catch (ProblemException e) {
                context.leaveOut("experiment_tag", name + ": " + tag.key(), e.detail());
            }
        }
        return id;
    }

    void copy(ImportContext context, String runId, long experiment, Map<Count, Long> counts) {
        JsonNode run =
                context.source().get(API + "runs/get", Map.of("run_id", runId)).path("run");
        JsonNode info = run.path("info");
        JsonNode data = run.path("data");
        List<KeyValue> tags = keyValues(data.path("tags"));
        String name = Json.textOrNull(info, "run_name");
        NewRun made = new NewRun(
                experiment,
                name == null || name.isEmpty() ? nameTag(tags) : name,
                Json.text(info, "user_id"),
                Json.number(info, "start_time"),
                List.of());
        RunInfo here = runs.takeOver(runId, made, context.actor());
        if (here.lifecycle() == Lifecycle.DELETED) {
            context.leaveOut("run", runId, "It is here already, deleted; restore it to have it completed.");
            return;
        }
        log(context, runId, "tag", tags, tag -> runs.log(runId, new RunBatch(List.of(), List.of(), tag)));
        log(
                context,
                runId,
                "param",
                keyValues(data.path("params")),
                param -> runs.log(runId, new RunBatch(List.of(), param, List.of())));
        inputs(context, runId, run);
        for (JsonNode metric : data.path("metrics")) {
            String key = Json.text(metric, "key");
            long points = histories.copy(context, runId, key);
            counts.merge(Count.METRIC_POINTS, points, Long::sum);
        }
        if (context.job().request().artifacts()) {
            ArtifactPath.ofUri(here.artifactUri())
                    .ifPresent(root -> files.copy(context, FileCopier.Owner.run(runId), root, counts));
        }
        end(context, runId, here, info);
        counts.merge(Count.RUNS, 1L, Long::sum);
    }

    /** Last, so that a run that shows as ended is whole. */
    private void end(ImportContext context, String runId, RunInfo here, JsonNode info) {
        RunStatus status;
        try {
            status = RunStatus.valueOf(Json.text(info, "status").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            status = RunStatus.FINISHED;
        }
        long end = Json.number(info, "end_time");
        @Nullable Long endTime = end == 0 ? null : end;
        if (status != here.status() || (endTime != null && !endTime.equals(here.endTimeMs()))) {
            runs.change(runId, new RunChange(status, endTime, null), context.actor());
        }
    }

    private void inputs(ImportContext context, String runId, JsonNode run) {
        List<DatasetUse> datasets = new ArrayList<>();
        for (JsonNode input : run.path("inputs").path("dataset_inputs")) {
            JsonNode dataset = input.path("dataset");
            datasets.add(new DatasetUse(
                    Json.text(dataset, "name"),
                    Json.text(dataset, "digest"),
                    Json.text(dataset, "source_type"),
                    Json.text(dataset, "source"),
                    Json.textOrNull(dataset, "schema"),
                    Json.textOrNull(dataset, "profile"),
                    keyValues(input.path("tags"))));
        }
        List<String> models = new ArrayList<>();
        for (JsonNode input : run.path("inputs").path("model_inputs")) {
            models.add(Json.text(input, "model_id"));
        }
        List<ModelOutput> outputs = new ArrayList<>();
        for (JsonNode output : run.path("outputs").path("model_outputs")) {
            outputs.add(new ModelOutput(Json.text(output, "model_id"), Json.number(output, "step")));
        }
        try {
            if (!datasets.isEmpty() || !models.isEmpty()) {
                runs.logInputs(runId, datasets, models);
            }
            if (!outputs.isEmpty()) {
                runs.logOutputs(runId, outputs);
            }
        } catch (ProblemException e) {
            context.leaveOut("inputs", runId, e.detail());
        }
    }

    private interface Log {
        void log(List<KeyValue> some);
    }

    /** Many at once; where one of them is refused, one by one, so that the others come along. */
    private static void log(ImportContext context, String runId, String kind, List<KeyValue> all, Log log) {
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<KeyValue> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            try {
                log.log(some);
            } catch (ProblemException refused) {
                for (KeyValue each : some) {
                    try {
                        log.log(List.of(each));
                    } catch (ProblemException e) {
                        context.leaveOut(kind, runId + ": " + each.key(), e.detail());
                    }
                }
            }
        }
    }

    private static @Nullable String nameTag(List<KeyValue> tags) {
        return tags.stream()
                .filter(tag -> tag.key().equals("mlflow.runName"))
                .map(KeyValue::value)
                .findFirst()
                .orElse(null);
    }

    static List<KeyValue> keyValues(JsonNode list) {
        List<KeyValue> values = new ArrayList<>();
        for (JsonNode each : list) {
            values.add(new KeyValue(Json.text(each, "key"), Json.text(each, "value")));
        }
        return values;
    }
}
