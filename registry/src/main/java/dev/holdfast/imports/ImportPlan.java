package dev.holdfast.imports;

import dev.holdfast.imports.ImportProgress.Count;
import dev.holdfast.kernel.ProblemException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One import from beginning to end: experiments with their logged models and runs, then registered models. What is done is noted, so
 * that an import that is taken up again passes over it; what is half done is compared with what is here and completed.
 */
class ImportPlan {
    private static final String API = "/api/2.0/mlflow/";
    private static final int PAGE = 200;

    private final ImportRows.Claimed job;
    private final SourceServer source;
    private final ImportRows rows;
    private final Copiers copiers;

    ImportPlan(ImportRows.Claimed job, SourceServer source, ImportRows rows, Copiers copiers) {
        this.job = job;
        this.source = source;
        this.rows = rows;
        this.copiers = copiers;
    }

    void run() {
        ImportContext context = new ImportContext(job, source, rows);
        List<String> wanted = job.request().experiments();
        TreeSet<String> missing = new TreeSet<>(wanted == null ? List.of() : wanted);
        if (wanted == null || !wanted.isEmpty()) {
            pages(
                    API + "experiments/search",
                    Map.of("max_results", PAGE, "view_type", "ACTIVE_ONLY"),
                    "experiments",
                    each -> {
                        String name = Json.text(each, "name");
                        if (wanted == null || wanted.contains(name)) {
                            missing.remove(name);
                            experiment(context, each);
                        }
                    });
            missing.forEach(name ->
                    context.leaveOut("experiment", name, "The other server has no experiment of that name in use."));
        }
        List<String> models = job.request().models();
        TreeSet<String> missingModels = new TreeSet<>(models == null ? List.of() : models);
        if (models == null || !models.isEmpty()) {
            String token = null;
            do {
                Map<String, String> query = new LinkedHashMap<>(Map.of("max_results", "100"));
                if (token != null) {
                    query.put("page_token", token);
                }
                JsonNode page = source.get(API + "registered-models/search", query);
                for (JsonNode model : page.path("registered_models")) {
                    String name = Json.text(model, "name");
                    if (models == null || models.contains(name)) {
                        missingModels.remove(name);
                        once(context, "model", name, counts -> copiers.models().copy(context, model, counts));
                    }
                }
                token = Json.textOrNull(page, "next_page_token");
            } while (token != null && !token.isEmpty());
            missingModels.forEach(
                    name -> context.leaveOut("model", name, "The other server has no registered model of that name."));
        }
    }

    private void experiment(ImportContext context, JsonNode experiment) {
        String name = Json.text(experiment, "name");
        String sourceId = Json.text(experiment, "experiment_id");
        long target;
        try {
            target = copiers.runs().experiment(context, experiment);
        } catch (ProblemException e) {
            context.leaveOut("experiment", name, e.detail());
            return;
        }
        pages(
                API + "runs/search",
                Map.of("experiment_ids", List.of(sourceId), "max_results", PAGE, "run_view_type", "ACTIVE_ONLY"),
                "runs",
                run -> {
                    String runId = Json.text(run.path("info"), "run_id");
                    once(context, "run", runId, counts -> copiers.runs().copy(context, runId, target, counts));
                });
        try {
            pages(
                    API + "logged-models/search",
                    Map.of("experiment_ids", List.of(sourceId), "max_results", 50),
                    "models",
                    model -> once(
                            context,
                            "logged_model",
                            Json.text(model.path("info"), "model_id"),
                            counts -> copiers.loggedModels().copy(context, model, target, counts)));
        } catch (SourceServer.RefusedException e) {
            // Servers before version 3 have none.
        }
        rows.done(job.id(), "experiment", sourceId, Map.of(Count.EXPERIMENTS, 1L));
    }

    /** Something that is copied, and what it adds to the progress. */
    interface Work {
        void copy(Map<Count, Long> counts);
    }

    private void once(ImportContext context, String kind, String subject, Work work) {
        if (Thread.currentThread().isInterrupted()) {
            throw new SourceServer.AwayException("Interrupted");
        }
        if (rows.isDone(job.id(), kind, subject)) {
            return;
        }
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        try {
            work.copy(counts);
        } catch (ProblemException e) {
            context.leaveOut(kind, subject, e.detail());
        } catch (SourceServer.RefusedException e) {
            context.leaveOut(kind, subject, "The other server refused it: " + e.getMessage());
        }
        rows.done(job.id(), kind, subject, counts);
    }

    private interface Each {
        void take(JsonNode item);
    }

    /** All pages of a search that is asked with a body. */
    private void pages(String path, Map<String, ?> body, String field, Each each) {
        @Nullable String token = null;
        do {
            Map<String, Object> request = new LinkedHashMap<>(body);
            if (token != null) {
                request.put("page_token", token);
            }
            JsonNode page = source.post(path, request);
            for (JsonNode item : page.path(field)) {
                each.take(item);
            }
            token = Json.textOrNull(page, "next_page_token");
        } while (token != null && !token.isEmpty());
    }
}
